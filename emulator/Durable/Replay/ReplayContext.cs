using CloudRestore.Emulator.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>
/// The orchestrator's view during one replay. Every action gets the next number; an action that the history has is compared
/// with it, and a new one is collected for the commit.
/// </summary>
internal sealed class ReplayContext : TaskOrchestrationContext
{
    /// <summary>What the real worker says, word for word at its beginning.</summary>
    public const string InvalidInvocation =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's " +
        "implementation or by middleware that invokes asynchronous code.";

    private readonly InstanceIdentity _instance;
    private readonly DataConverter _converter;
    private readonly OrchestrationScheduler _scheduler;
    private readonly Dictionary<int, HistoryEvent> _recorded;
    private readonly Dictionary<int, OpenCall> _open = [];
    private readonly List<HistoryEvent> _newActions = [];
    private readonly List<int> _cancelledTimers = [];
    private int _nextTaskId;
    private int _nextGuid;

    public ReplayContext(
        InstanceIdentity instance,
        IEnumerable<HistoryEvent> history,
        DataConverter converter,
        ILoggerFactory loggerFactory,
        OrchestrationScheduler scheduler)
    {
        _instance = instance;
        _converter = converter;
        _scheduler = scheduler;
        _recorded = [];
        foreach (var action in history.Where(static entry => entry.IsAction || entry.Kind == HistoryEventKind.CallRewound))
            _recorded[action.TaskId!.Value] = action;
        LoggerFactory = loggerFactory;
    }

    public override TaskName Name => _instance.Name;

    public override string InstanceId => _instance.InstanceId;

    public override ParentOrchestrationInstance? Parent =>
        _instance.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => Clock;

    public override bool IsReplaying => Replaying;

    /// <summary>The time of the batch that is being replayed.</summary>
    public DateTime Clock { get; set; }

    /// <summary>Whether the events that are being replayed are old.</summary>
    public bool Replaying { get; set; } = true;

    public string? Input { get; set; }

    public ExternalEvents Events { get; } = new();

    /// <summary>Actions that the history does not have yet, in order.</summary>
    public IReadOnlyList<HistoryEvent> NewActions => _newActions;

    /// <summary>Timers given up in this batch.</summary>
    public IReadOnlyList<int> CancelledTimers => _cancelledTimers;

    /// <summary>Set when the code and the history differ.</summary>
    public NonDeterminismException? NonDeterminism { get; private set; }

    /// <summary>Set when the custom status was set; its value may be null.</summary>
    public (bool IsSet, string? Data) CustomStatus { get; private set; }

    /// <summary>Set when the code asked to continue as new.</summary>
    public (string? Input, bool PreserveEvents)? NextExecution { get; private set; }

    public bool HasOpenTimer => _open.Values.Any(static call => call.Kind == HistoryEventKind.TimerCreated);

    public bool WaitsForSomethingDurable => _open.Count > 0 || Events.HasLiveWaiter;

    protected override ILoggerFactory LoggerFactory { get; }

    public override T? GetInput<T>()
        where T : default => _converter.Deserialize<T>(Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Check(input, options);
        var data = _converter.Serialize(input);
        return Retries.RunAsync(this, options?.Retry, () =>
            Call<TResult>(new HistoryEvent(HistoryEventKind.TaskScheduled) { Name = name, Data = data }));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        Check(input, options);
        var childId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var data = _converter.Serialize(input);
        return Retries.RunAsync(this, options?.Retry, () => Call<TResult>(new HistoryEvent(HistoryEventKind.SubOrchestrationCreated)
        {
            Name = orchestratorName,
            Data = data,
            InstanceId = childId,
        }));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var id = Request(new HistoryEvent(HistoryEventKind.TimerCreated) { Time = due });
        var timer = new TaskCompletionSource();
        _open.Add(id, new OpenCall(HistoryEventKind.TimerCreated, _ => timer.TrySetResult()));
        cancellationToken.Register(() =>
        {
            if (!_scheduler.IsOnThread || !_open.Remove(id))
                return;
            if (!Replaying)
                _cancelledTimers.Add(id);
            timer.TrySetCanceled(cancellationToken);
        });
        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        EnsureOrchestratorThread();
        if (Events.TryTake(eventName, out var kept))
            return Task.FromResult(_converter.Deserialize<T>(kept)!);
        var waiter = new TaskCompletionSource<T>();
        Events.Add(eventName, new(typeof(T), data => Deliver(waiter, data), () => waiter.Task.IsCompleted));
        cancellationToken.Register(() =>
        {
            if (_scheduler.IsOnThread)
                waiter.TrySetCanceled(cancellationToken);
        });
        return waiter.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var data = _converter.Serialize(payload);
        Request(new HistoryEvent(HistoryEventKind.EventSent) { InstanceId = instanceId, Name = eventName, Data = data });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOrchestratorThread();
        CustomStatus = (true, _converter.Serialize(customStatus));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        EnsureOrchestratorThread();
        NextExecution = (_converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        EnsureOrchestratorThread();
        return DeterministicGuid.Create(InstanceId, CurrentUtcDateTime, _nextGuid++);
    }

    /// <summary>Ends the call that a completion belongs to. A timer that was given up is not open any more.</summary>
    public void Complete(HistoryEvent completion)
    {
        if (_open.Remove(completion.TaskId!.Value, out var call))
            call.Complete(completion);
    }

    /// <summary>Notes when the replay of the past did not ask for everything that the history has.</summary>
    public void CheckEverythingWasRequested()
    {
        var missing = _recorded.Where(entry => entry.Key >= _nextTaskId).Select(static entry => entry.Value).FirstOrDefault();
        if (missing is not null)
            NonDeterminism ??= new($"a previous execution scheduled {Describe(missing)}, but the code did not ask for it this time.");
    }

    private static void Check(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
            throw new ArgumentException("TaskOptions were passed as the input. Name the argument: options.", nameof(input));
    }

    private static string Describe(HistoryEvent action) => action.Kind switch
    {
        HistoryEventKind.TaskScheduled => $"activity '{action.Name}' (#{action.TaskId})",
        HistoryEventKind.SubOrchestrationCreated => $"sub-orchestration '{action.Name}' (#{action.TaskId})",
        HistoryEventKind.EventSent => $"event '{action.Name}' to '{action.InstanceId}' (#{action.TaskId})",
        _ => $"a timer (#{action.TaskId})",
    };

    private Task<TResult> Call<TResult>(HistoryEvent action)
    {
        var id = Request(action);
        var result = new TaskCompletionSource<TResult>();
        _open.Add(id, new OpenCall(action.Kind, completion =>
        {
            if (completion.Failure is { } failure)
                result.TrySetException(new TaskFailedException(action.Name!, id, failure));
            else
                Deliver(result, completion.Data);
        }));
        return result.Task;
    }

    private int Request(HistoryEvent action)
    {
        EnsureOrchestratorThread();
        var id = _nextTaskId++;
        action = action with { TaskId = id };
        if (_recorded.TryGetValue(id, out var recorded) && recorded.Kind == HistoryEventKind.CallRewound)
            _newActions.Add(action);
        else if (recorded is not null)
        {
            if (recorded.Kind != action.Kind || !string.Equals(recorded.Name, action.Name, StringComparison.OrdinalIgnoreCase))
                NonDeterminism ??= new($"the history has {Describe(recorded)} where the code now asks for {Describe(action)}.");
        }
        else if (Replaying)
            NonDeterminism ??= new($"the code now asks for {Describe(action)}, which a previous execution did not schedule.");
        else
            _newActions.Add(action);
        return NonDeterminism is null ? id : throw NonDeterminism;
    }

    private void EnsureOrchestratorThread()
    {
        if (!_scheduler.IsOnThread)
            throw new InvalidOperationException(InvalidInvocation);
    }

    private void Deliver<T>(TaskCompletionSource<T> target, string? data)
    {
        try
        {
            target.TrySetResult(_converter.Deserialize<T>(data)!);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or NotSupportedException)
        {
            target.TrySetException(exception);
        }
    }

    private sealed record OpenCall(HistoryEventKind Kind, Action<HistoryEvent> Complete);
}
