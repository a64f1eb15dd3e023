using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Restoration;

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
        var (source, photograph) = await Tracing.RunAsync(SpanNames.ReadPhotograph, WorkIds.None, parent: null, () => ReadAsync(job, interrupted.Token));
        var restored = await Tracing.RunAsync(
            SpanNames.RestorePhotograph,
            WorkIds.None,
            parent: null,
            () => models.UseAsync(job.Model, model => Restore(model, photograph, job.Size, interrupted.Token), interrupted.Token));
        await Tracing.RunAsync(
            SpanNames.StorePhotograph,
            WorkIds.None,
            parent: null,
            async () =>
            {
                var bytes = PhotographWriter.Write(restored, photograph.Format);
                await StoreAsync(attempt, source, bytes, photograph.Format, interrupted.Token);
                await ErrorDocument(job).DeleteIfExistsAsync(cancellationToken: attempt.Lost);
            });
        var megapixels = restored.Width * (double)restored.Height / 1e6;
        return new JobOutput(job.Target, new Dictionary<string, double> { ["megapixels"] = Math.Round(megapixels, 3) });
    }

    /// <inheritdoc/>
    public async Task FailedAsync(JobMessage job, string reason, Exception? error, CancellationToken cancellationToken)
    {
        // What stands at the name of a photograph that was replaced meanwhile is the word of a newer job.
        var restoration = job.Restoration!;
        if (error is SourceReplacedException || await SourcePhotograph.IsReplacedAsync(storage, restoration, cancellationToken))
            return;
        var document = new RestorationError(
            restoration.Name, reason, job.JobId, restoration.Model, restoration.SourceETag is { } etag ? ETagText.Unquoted(etag) : null, time.GetUtcNow());
        await ErrorDocument(restoration).WriteJsonAsync(document, cancellationToken);
    }

    private async Task<(SourcePhotograph Source, Photograph Photograph)> ReadAsync(RestorationJob job, CancellationToken interrupted)
    {
        var source = await SourcePhotograph.DownloadAsync(storage, job, interrupted);
        return (source, PhotographReader.Read(source.Bytes, job.Name));
    }

    /// <summary>Stores the restored photograph, unless its source was replaced: the new one is restored by a job of its own, which may have been faster.</summary>
    private async Task StoreAsync(JobAttempt attempt, SourcePhotograph source, byte[] bytes, PhotographFormat format, CancellationToken interrupted)
    {
        var job = attempt.Job.Restoration!;
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = PhotographWriter.MediaTypeOf(format) },
            Metadata = new Dictionary<string, string>
            {
                [RestoredBlobs.ModelMetadata] = job.Model,
                [RestoredBlobs.SourceETagMetadata] = source.ETag,
                [RestoredBlobs.JobMetadata] = attempt.Job.JobId,
            },
        };
        for (var stored = false; !stored;)
        {
            // In this order: whoever writes the target after it was looked at makes us look at the source again.
            options.Conditions = await PresentAsync(Target(job), attempt.Lost);
            await SourcePhotograph.RequireUnchangedAsync(storage, job, source.ETag, interrupted);
            try
            {
                await Target(job).UploadAsync(new BinaryData(bytes), options, attempt.Lost);
                stored = true;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ConditionNotMet || e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
            {
                // Another job wrote it between the two.
            }
        }
    }

    private static async Task<BlobRequestConditions> PresentAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return new BlobRequestConditions { IfMatch = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag };
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return new BlobRequestConditions { IfNoneMatch = ETag.All };
        }
    }

    private static Photograph Restore(RestorationEngine model, Photograph photograph, OutputSize size, CancellationToken cancellationToken) =>
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
