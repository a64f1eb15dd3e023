using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Messages;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>The results of jobs: created once, announced as often as it takes.</summary>
internal sealed class JobResults(StorageClients storage, FinishedMessages messages)
{
    /// <summary>The result of a job, or null while it has none.</summary>
    public Task<JobResult?> FindAsync(string job, CancellationToken cancellationToken) => Blob(job).ReadJsonAsync<JobResult>(cancellationToken);

    /// <summary>Creates the result unless there is one, announces whichever stands, and deletes the message.</summary>
    public async Task FinishAsync(JobResult result, HeldMessage message, CancellationToken cancellationToken)
    {
        if (await Blob(result.JobId).CreateJsonAsync(result, cancellationToken))
            Instruments.JobEnded(result);
        else
            result = await FindAsync(result.JobId, cancellationToken) ?? result;
        await AnnounceAsync(result, message, cancellationToken);
    }

    /// <summary>Announces a result that stands and deletes the message.</summary>
    public async Task AnnounceAsync(JobResult result, HeldMessage message, CancellationToken cancellationToken)
    {
        await messages.AnnounceAsync(result, cancellationToken);
        await message.DeleteAsync(cancellationToken);
    }

    private Azure.Storage.Blobs.BlobClient Blob(string job) => storage.Blob(Containers.Jobs, JobBlobs.Result(job));
}
