using Azure.Storage.Blobs.Specialized;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Messages;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>A runner that is killed: it says nothing more, and time gives its lease and its message to the next.</summary>
internal static class Killed
{
    /// <summary>Work that never ends by itself.</summary>
    public static Task ByItsJobAsync(JobAttempt attempt) => Task.Delay(Timeout.Infinite, attempt.Lost);

    public static async Task WhileItRunsAsync(StorageAccount account, JobQueue queue, ScriptedHandler handler, JobMessage job, Action<WorkerOptions>? change = null)
    {
        var before = handler.Attempts.Count;
        using var runner = new TestRunner(account.Clients, handler, change);
        var raw = await queue.TakeRawAsync();
        using var message = new HeldMessage(queue.Client, raw);
        var running = runner.Jobs.RunAsync(message, CancellationToken.None);
        await Eventually.BeAsync(() => handler.Attempts.Count == before + 1 || running.IsCompleted, "the attempt to begin");

        await account.Clients.Blob(Containers.Jobs, JobBlobs.State(job.JobId)).GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);
        await running;
        await message.HideAsync(TimeSpan.Zero, CancellationToken.None);
    }
}
