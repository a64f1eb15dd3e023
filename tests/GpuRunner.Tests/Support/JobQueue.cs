using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Messages;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>A queue of a test's own, so that tests at the same time do not take each other's messages.</summary>
internal sealed class JobQueue
{
    private readonly QueueClient _queue;
    private readonly QueueClient _poison;

    private JobQueue(QueueClient queue, QueueClient poison) => (_queue, _poison) = (queue, poison);

    public string Name => _queue.Name;

    public QueueClient Client => _queue;

    public static async Task<JobQueue> CreateAsync(StorageClients storage)
    {
        var name = $"test-{Guid.NewGuid():N}";
        var queue = new JobQueue(storage.Queue(name), storage.Queue(Queues.PoisonOf(name)));
        await queue._queue.CreateAsync();
        await queue._poison.CreateAsync();
        return queue;
    }

    public static async Task<JobQueue> WithAsync(StorageClients storage, params JobMessage[] jobs)
    {
        var queue = await CreateAsync(storage);
        foreach (var job in jobs)
            await queue.SendAsync(WireDocument.Write(job));
        return queue;
    }

    public Task SendAsync(byte[] body) => _queue.SendMessageAsync(BinaryData.FromBytes(body));

    /// <summary>Takes the next message; fails if none is visible.</summary>
    public async Task<HeldMessage> TakeAsync(double seconds = 30) => new(_queue, await TakeRawAsync(seconds));

    public async Task<QueueMessage> TakeRawAsync(double seconds = 30) =>
        await TryTakeRawAsync(seconds) ?? throw new InvalidOperationException($"No message is visible in {Name}.");

    public async Task<QueueMessage?> TryTakeRawAsync(double seconds = 30) => (await _queue.ReceiveMessageAsync(TimeSpan.FromSeconds(seconds))).Value;

    public async Task<bool> IsVisibleAsync() => (await _queue.PeekMessageAsync()).Value is not null;

    /// <summary>How many messages there are, hidden ones too.</summary>
    public async Task<int> CountAsync() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public async Task<IReadOnlyList<string>> PoisonAsync() => [.. (await _poison.PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString())];
}
