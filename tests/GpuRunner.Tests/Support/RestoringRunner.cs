using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>A runner with a real model and a real network, for several tests.</summary>
public sealed class RestoringRunner : IDisposable
{
    private readonly StorageAccount _account;
    private readonly TestRunner _runner;

    public RestoringRunner(StorageAccount account) => (_account, _runner) = (account, new TestRunner(account.Clients));

    public static string NewName(string extension = ".png") => $"{Guid.NewGuid():N}{extension}";

    /// <summary>Uploads a photograph and restores it.</summary>
    public async Task<JobResult> RestoreAsync(string name, byte[] bytes, string model, OutputSize? size = null)
    {
        var etag = await _account.Clients.Blob(Containers.Uploads, name).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
        return await RunAsync(SampleJobs.Restoration(name, model, etag.Value.ETag.ToString(), size));
    }

    internal async Task<JobResult> RunAsync(JobMessage job)
    {
        await _runner.RunNextAsync(await JobQueue.WithAsync(_account.Clients, job));
        return (await _account.ResultAsync(job.JobId)) ?? throw new InvalidOperationException(string.Join('\n', _runner.Log.Lines));
    }

    public void Dispose() => _runner.Dispose();
}
