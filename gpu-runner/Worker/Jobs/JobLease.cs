using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>The lease of <c>jobs/{job}/state.json</c>, which makes its holder the only runner on a job, and the state written under it.</summary>
internal sealed class JobLease : IAsyncDisposable
{
    private readonly BlobClient _blob;
    private readonly BlobLeaseClient _lease;
    private readonly SemaphoreSlim _turn = new(1);

    private JobLease(BlobClient blob, BlobLeaseClient lease) => (_blob, _lease) = (blob, lease);

    /// <summary>The state as last read or written.</summary>
    public JobState State { get; private set; } = null!;

    /// <summary>Takes a job's lease, making the state if this is the first runner.</summary>
    /// <returns>Null if another runner holds it.</returns>
    public static async Task<JobLease?> AcquireAsync(StorageClients storage, string job, TimeSpan duration, CancellationToken cancellationToken)
    {
        var blob = storage.Blob(Containers.Jobs, JobBlobs.State(job));
        await blob.CreateJsonAsync(new JobState { JobId = job }, cancellationToken);
        var lease = blob.GetBlobLeaseClient();
        try
        {
            await lease.AcquireAsync(duration, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }

        var held = new JobLease(blob, lease);
        try
        {
            held.State = await blob.ReadJsonAsync<JobState>(cancellationToken) ?? throw new JobLostException($"The state of job {job} was deleted.");
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Prolongs the lease by its duration.</summary>
    /// <exception cref="JobLostException">The lease is no longer ours.</exception>
    public Task RenewAsync(CancellationToken cancellationToken) =>
        HeldAsync(() => _lease.RenewAsync(cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Changes the state.</summary>
    /// <exception cref="JobLostException">The lease is no longer ours; nothing was written.</exception>
    public Task UpdateAsync(Func<JobState, JobState> change, CancellationToken cancellationToken) => HeldAsync(
        async () =>
        {
            var changed = change(State);
            await _blob.WriteJsonAsync(changed, _lease.LeaseId, cancellationToken);
            State = changed;
        },
        cancellationToken);

    /// <summary>Releases the lease if it is still ours; if storage does not answer, it runs out by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _lease.ReleaseAsync();
        }
        catch (RequestFailedException)
        {
            // Lost already, or it ends with its time.
        }

        _turn.Dispose();
    }

    private async Task HeldAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await action();
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            throw new JobLostException($"The lease of {_blob.Name} is no longer ours.");
        }
        finally
        {
            _turn.Release();
        }
    }
}
