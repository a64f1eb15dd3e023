namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>
/// Runs an orchestrator's code on the one thread that replays its history, in the order in which it became ready. Work that
/// another thread brings in comes from something that is not durable: it is not run, and remembered.
/// </summary>
internal sealed class OrchestrationScheduler : TaskScheduler
{
    private readonly Queue<Task> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Whether a continuation came from outside.</summary>
    public bool SawForeignWork { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    public bool IsOnThread => Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs until nothing is ready.</summary>
    public void Drain()
    {
        while (_ready.TryDequeue(out var task))
            TryExecuteTask(task);
    }

    protected override void QueueTask(Task task)
    {
        if (IsOnThread)
            _ready.Enqueue(task);
        else
            SawForeignWork = true;
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        IsOnThread && Current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _ready];
}
