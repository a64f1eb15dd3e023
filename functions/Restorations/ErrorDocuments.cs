using Azure;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Restorations;

/// <summary>Documents beside the names of photographs that could not be restored. A runner writes those of the jobs that it failed.</summary>
/// <param name="storage">The storage account.</param>
public sealed class ErrorDocuments(StorageClients storage)
{
    /// <summary>Writes the document of a job that ended without a runner, unless its photograph was replaced: that one has a job of its own.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="job">What it was to restore.</param>
    /// <param name="reason">One sentence for a person.</param>
    /// <param name="at">When it ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(string jobId, RestorationJob job, string reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await IsReplacedAsync(job, cancellationToken))
            return;
        var document = new RestorationError(job.Name, reason, jobId, job.Model, job.SourceETag, at);
        await storage.Blob(job.Target.Container, RestoredBlobs.ErrorOf(job.Target.Path)).WriteJsonAsync(document, cancellationToken);
    }

    private async Task<bool> IsReplacedAsync(RestorationJob job, CancellationToken cancellationToken)
    {
        try
        {
            var source = await storage.Blob(job.Source).GetPropertiesAsync(cancellationToken: cancellationToken);
            return job.SourceETag is { } etag && source.Value.ETag.Unquoted() != etag;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }
}
