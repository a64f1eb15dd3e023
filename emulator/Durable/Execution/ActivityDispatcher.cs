using System.Threading.Channels;
using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Runs activities, and records each completion once.</summary>
internal sealed class ActivityDispatcher(
    DurableDatabase database,
    IDurableFunctionCatalog catalog,
    ILogger<ActivityDispatcher> logger,
    Action<string> wake)
{
    private readonly Channel<PendingActivity> _ready = Channel.CreateUnbounded<PendingActivity>();

    public void Add(PendingActivity activity) => _ready.Writer.TryWrite(activity);

    /// <summary>Runs one activity after the other until the token is cancelled. One that is stopped by it stays scheduled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var activity in _ready.Reader.ReadAllAsync(stopping))
            {
                if (await ExecuteAsync(activity, stopping) is not { } completion)
                    return;
                if (await database.RunAsync(session => ScheduledWork.Complete(session, activity, completion)))
                    wake(activity.InstanceId);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (DatabaseClosedException)
        {
        }
    }

    private async Task<HistoryEvent?> ExecuteAsync(PendingActivity activity, CancellationToken stopping)
    {
        if (!catalog.TryGetActivity(activity.Name, out var function))
            return Failed(activity, Failures.Of("ActivityTaskNotFound", $"No activity task named '{activity.Name}' was found."));
        try
        {
            var request = new ActivityRequest(activity.InstanceId, activity.Name, activity.TaskId, activity.Input);
            var result = await function.RunAsync(request, stopping);
            return new(HistoryEventKind.TaskCompleted) { TaskId = activity.TaskId, Data = DurableJson.Converter.Serialize(result) };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            logger.LogWarning(
                exception, "Activity '{Name}' (#{TaskId}) of '{InstanceId}' failed.", activity.Name, activity.TaskId, activity.InstanceId);
            return Failed(activity, Failures.OfActivity(exception));
        }
    }

    private static HistoryEvent Failed(PendingActivity activity, Microsoft.DurableTask.TaskFailureDetails failure) =>
        new(HistoryEventKind.TaskFailed) { TaskId = activity.TaskId, Failure = failure };
}
