using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Core.Jobs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Restorations;

/// <summary>Restores one photograph: the restored one goes to its target, or an error document beside it.</summary>
internal sealed class RestorationJobHandler(StorageClients storage, ModelCache models, TimeProvider time) : IJobHandler
{
    /// <inheritdoc/>
    public bool Handles(JobKind kind) => kind == JobKind.Restore;

    /// <inheritdoc/>
    public Task<long> CheckpointStepAsync(JobMessage job, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <inheritdoc/>
    public async Task<JobOutput> RunAsync(JobAttempt attempt)
    {
        var job = attempt.Job.Restoration!;
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopping, attempt.Lost, attempt.Cancelled);
        var source = await SourcePhotograph.DownloadAsync(storage, job, interrupted.Token);
        var photograph = PhotographReader.Read(source.Bytes, job.Source.Path);
        var restored = await models.UseAsync(job.Model, model => Restore(model, photograph, job.Size, interrupted.Token), interrupted.Token);
        var bytes = PhotographWriter.Write(restored, photograph.Format);

        // A photograph that was replaced meanwhile is restored by a job of its own, whose result this must not overwrite.
        await SourcePhotograph.RequireUnchangedAsync(storage, job, source.ETag, interrupted.Token);
        await Target(job).UploadAsync(
            new BinaryData(bytes),
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = PhotographWriter.MediaTypeOf(photograph.Format) },
                Metadata = new Dictionary<string, string>
                {
                    [RestoredBlobs.ModelMetadata] = job.Model,
                    [RestoredBlobs.SourceETagMetadata] = source.ETag,
                    [RestoredBlobs.JobMetadata] = attempt.Job.JobId,
                },
            },
            attempt.Lost);
        await ErrorDocument(job).DeleteIfExistsAsync(cancellationToken: attempt.Lost);
        var megapixels = restored.Color.Width * (double)restored.Color.Height / 1e6;
        return new JobOutput(job.Target, new Dictionary<string, double> { ["megapixels"] = Math.Round(megapixels, 3) });
    }

    /// <inheritdoc/>
    public async Task FailedAsync(JobMessage job, string reason, Exception? error, CancellationToken cancellationToken)
    {
        if (error is SourceReplacedException)
            return;
        var restoration = job.Restoration!;
        var document = new RestorationError(
            restoration.Source.Path, reason, job.JobId, restoration.Model, SourcePhotograph.Unquoted(restoration.SourceETag), time.GetUtcNow());
        await ErrorDocument(restoration).WriteJsonAsync(document, cancellationToken);
    }

    private static Photograph Restore(LoadedModel model, Photograph photograph, OutputSize size, CancellationToken cancellationToken) =>
        new PhotographRestorer(model).Restore(photograph, SizeOf(size), progress: null, cancellationToken);

    private static RestorationSize SizeOf(OutputSize size) => size switch
    {
        { ShorterSide: { } pixels } => RestorationSize.ShorterSide(pixels),
        { Scale: { } factor } => RestorationSize.Scale(factor),
        _ => RestorationSize.Same,
    };

    private BlobClient Target(RestorationJob job) => storage.Blob(job.Target);

    private BlobClient ErrorDocument(RestorationJob job) => storage.Blob(job.Target.Container, RestoredBlobs.ErrorOf(job.Target.Path));
}
