using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Invocation;
using CloudRestore.Emulator.Storage;
using CloudRestore.Emulator.Triggers.Blobs;
using CloudRestore.Emulator.Triggers.Queues;
using CloudRestore.Emulator.Triggers.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Triggers;

/// <summary>Makes the listener of a function that storage or the clock starts.</summary>
internal sealed class ListenerFactory(
    IConfiguration configuration,
    EmulatorOptions options,
    HostJson host,
    StateDatabase database,
    FunctionInvoker invoker,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly StorageConnections _connections = new(configuration);

    /// <returns>Null when the function has no listener: HTTP requests and the durable engine start theirs themselves.</returns>
    /// <exception cref="FunctionAppException">The trigger's attribute or its connection is wrong.</exception>
    public ITriggerListener? Create(FunctionMethod function)
    {
        try
        {
            return function.Trigger switch
            {
                QueueTriggerAttribute queue => Queue(function, queue),
                BlobTriggerAttribute blob => Blob(function, blob),
                TimerTriggerAttribute timer => Timer(function, timer),
                _ => null,
            };
        }
        catch (FunctionAppException e)
        {
            throw new FunctionAppException($"{function}: {e.Message}", e);
        }
    }

    private QueueListener Queue(FunctionMethod function, QueueTriggerAttribute trigger)
    {
        var account = _connections.Queues(Resolve(trigger.Connection));
        return new QueueListener(function, account, Resolve(trigger.QueueName), host.Queues, options.QueueLease, invoker, time, Logger(function));
    }

    private BlobListener Blob(FunctionMethod function, BlobTriggerAttribute trigger)
    {
        var connection = Resolve(trigger.Connection);
        var pattern = new BlobPathPattern(Resolve(trigger.BlobPath));
        var container = _connections.Blobs(connection).GetBlobContainerClient(pattern.Container);
        var receipts = new BlobReceipts(database, function.Name, container.Uri.GetLeftPart(UriPartial.Path));
        var poison = _connections.Queues(connection).GetQueueClient("webjobs-blobtrigger-poison");
        return new BlobListener(function, container, pattern, receipts, poison, host, options.BlobPollingInterval, invoker, time, Logger(function));
    }

    private TimerListener Timer(FunctionMethod function, TimerTriggerAttribute trigger)
    {
        if (function.Retry is { } retry)
        {
            RetryDelay.Of(retry, 1);
        }

        var schedule = new TimerSchedule(Resolve(trigger.Schedule));
        return new TimerListener(function, schedule, new TimerStatusStore(database, function.Name), invoker, time);
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private string? Resolve(string? text) => text is null ? null : AppSettingNames.Resolve(text, configuration);

    private ILogger Logger(FunctionMethod function) => loggers.CreateLogger($"Trigger.{function.Name}");
}
