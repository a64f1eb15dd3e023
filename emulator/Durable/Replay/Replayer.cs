using CloudRestore.Emulator.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>Runs an orchestrator over its history and the events that are new.</summary>
internal static class Replayer
{
    /// <summary>Runs the code from its start. Reads and writes nothing.</summary>
    /// <param name="function">The orchestrator; null when the app has none of this name.</param>
    /// <param name="instance">Whose history it is.</param>
    /// <param name="history">What happened before.</param>
    /// <param name="arrived">What is new; begins with OrchestratorStarted.</param>
    /// <param name="converter">Reads and writes values.</param>
    /// <param name="loggerFactory">Makes the orchestrator's loggers.</param>
    /// <returns>What the code decided.</returns>
    public static Outcome Run(
        OrchestratorFunction? function,
        InstanceIdentity instance,
        IReadOnlyList<HistoryEvent> history,
        IReadOnlyList<HistoryEvent> arrived,
        DataConverter converter,
        ILoggerFactory loggerFactory)
    {
        if (function is null)
        {
            var failure = Failures.Of("OrchestratorTaskNotFound", $"No orchestrator task named '{instance.Name}' was found.");
            return new([], [], default, new Ending.Failed(failure));
        }

        var scheduler = new OrchestrationScheduler(() => loggerFactory.CreateLogger(typeof(Replayer)).LogError(
            "Orchestration '{InstanceId}' ({Name}) may wait for ever. {Reason}", instance.InstanceId, instance.Name, ReplayContext.InvalidInvocation));
        var context = new ReplayContext(instance, history, converter, loggerFactory, scheduler);
        Task<object?>? run = null;
        foreach (var entry in history)
            Apply(entry);
        context.CheckEverythingWasRequested();
        context.Replaying = false;
        foreach (var entry in arrived)
            Apply(entry);
        scheduler.End();
        return new(context.NewActions, context.CancelledTimers, context.CustomStatus, End(context, run, scheduler, converter));

        void Apply(HistoryEvent entry)
        {
            switch (entry.Kind)
            {
                case HistoryEventKind.OrchestratorStarted:
                    context.Clock = entry.Time!.Value;
                    break;
                case HistoryEventKind.ExecutionStarted:
                    context.Input = entry.Data;
                    foreach (var preserved in entry.PreservedEvents ?? [])
                        context.Events.Raise(preserved);
                    run = Start(function, context, scheduler);
                    break;
                case HistoryEventKind.EventRaised:
                    context.Events.Raise(new(entry.Name!, entry.Data));
                    break;
                case HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed or HistoryEventKind.TimerFired
                    or HistoryEventKind.SubOrchestrationCompleted or HistoryEventKind.SubOrchestrationFailed:
                    context.Complete(entry);
                    break;
                default:
                    break;
            }

            scheduler.Drain();
        }
    }

    private static Task<object?> Start(OrchestratorFunction function, ReplayContext context, OrchestrationScheduler scheduler) =>
        Task.Factory.StartNew(() => function.RunAsync(context), CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();

    private static Ending? End(ReplayContext context, Task<object?>? run, OrchestrationScheduler scheduler, DataConverter converter)
    {
        if (context.NonDeterminism is { } difference)
            return Fail(difference);
        if (run is null)
            return null;
        if (!run.IsCompleted)
        {
            var isStuck = scheduler.SawForeignWork || !context.WaitsForSomethingDurable;
            return isStuck ? Fail(new InvalidOperationException(ReplayContext.InvalidInvocation)) : null;
        }

        if (run.IsCanceled)
            return Fail(new TaskCanceledException(run));
        if (run.Exception is { } exception)
            return Fail(exception.InnerExceptions[0]);
        if (context.NextExecution is var (input, preserve))
            return new Ending.ContinuedAsNew(input, preserve ? context.Events.Kept : []);

        // As in Azure: what returns while a timer is open completes when the timer has fired.
        if (context.HasOpenTimer)
            return null;
        try
        {
            return new Ending.Completed(converter.Serialize(run.Result));
        }
        catch (Exception failure) when (failure is System.Text.Json.JsonException or NotSupportedException)
        {
            return Fail(failure);
        }
    }

    private static Ending.Failed Fail(Exception exception) => new(Failures.OfOrchestrator(exception));
}
