namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>
/// Runs an orchestrator's code on the one thread that replays its history, in the order in which it became ready. Work that
/// another thread brings in comes from something that is not durable: it is not run, and remembered.
/// </summary>
/// <param name="onForeignWork">Told of such work, which may come when the replay is over and nobody asks any more.</param>
internal sealed class OrchestrationScheduler(Action onForeignWork) : TaskScheduler
{
    private readonly Queue<Task> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _isOver;

    /// <summary>Whether a continuation came from outside.</summary>
    public bool SawForeignWork { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    public bool IsOnThread => !_isOver && Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs until nothing is ready.</summary>
    public void Drain()
    {
        while (_ready.TryDequeue(out var task))
            TryExecuteTask(task);
    }

    /// <summary>Ends the replay: its thread goes back to the pool, and what runs on it later does not belong to the orchestrator.</summary>
    public void End() => _isOver = true;

    protected override void QueueTask(Task task)
    {
        if (IsOnThread)
        {
            _ready.Enqueue(task);
            return;
        }

        SawForeignWork = true;
        onForeignWork();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        IsOnThread && Current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _ready];
}
