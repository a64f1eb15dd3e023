namespace CloudRestore.Learning.Stages;

/// <summary>
/// What happens between two steps: progress is reported, a checkpoint is saved when its time has come, and cancellation and suspension are
/// noticed. It is the only part of a stage that looks at the clock.
/// </summary>
internal sealed class StageMonitor
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(300);

    private readonly StageContext _context;
    private readonly string _stage;
    private readonly long _steps;
    private readonly CancellationToken _cancellationToken;
    private readonly long _firstStep;
    private readonly long _started;
    private long _reported;
    private long _saved;
    private long _images;

    /// <summary>Starts the clocks and reports the first step.</summary>
    public StageMonitor(StageContext context, string stage, long firstStep, long steps, CancellationToken cancellationToken)
    {
        (_context, _stage, _firstStep, _steps, _cancellationToken) = (context, stage, firstStep, Math.Max(1, steps), cancellationToken);
        _started = _reported = _saved = context.Time.GetTimestamp();
        cancellationToken.ThrowIfCancellationRequested();
        context.Report(new StageProgress(stage, firstStep, _steps, null, null, null, null));
    }

    /// <summary>To be called after every step.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="images">Images that this step handled.</param>
    /// <param name="loss">Its loss, if it trains.</param>
    /// <param name="metrics">Other figures.</param>
    /// <param name="checkpoint">Writes a checkpoint into a folder; null for a stage that has none.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="StageSuspendedException">The stage was suspended; its checkpoint is saved.</exception>
    /// <exception cref="StageFailedException">The loss is not a finite number.</exception>
    public void StepDone(long step, int images, double? loss = null, IReadOnlyDictionary<string, double>? metrics = null, Action<string>? checkpoint = null)
    {
        if (loss is { } value && !double.IsFinite(value))
            throw new StageFailedException($"The loss became {value} at step {step} of {_steps} of the stage {_stage}; lower the learning rate of that phase and start again.");
        _images += images;
        _cancellationToken.ThrowIfCancellationRequested();
        var now = _context.Time.GetTimestamp();
        if (step == _steps || Elapsed(_reported, now) >= ReportInterval)
            Report(step, loss, metrics, now);

        var suspended = _context.Suspend.IsCancellationRequested;
        if (checkpoint is not null && (suspended || (step < _steps && Elapsed(_saved, now) >= _context.CheckpointInterval)))
        {
            checkpoint(_context.CheckpointFolder);
            _context.Save(new StageCheckpoint(_context.CheckpointFolder, step));
            _saved = _context.Time.GetTimestamp();
        }

        if (suspended)
            throw new StageSuspendedException($"The stage {_stage} was suspended after step {step} of {_steps}.");
    }

    private void Report(long step, double? loss, IReadOnlyDictionary<string, double>? metrics, long now)
    {
        var seconds = Elapsed(_started, now).TotalSeconds;
        double? speed = seconds > 0 ? _images / seconds : null;
        double? left = step > _firstStep ? seconds / (step - _firstStep) * (_steps - step) : null;
        _context.Report(new StageProgress(_stage, step, _steps, loss, speed, left, metrics));
        _reported = now;
    }

    private TimeSpan Elapsed(long from, long to) => _context.Time.GetElapsedTime(from, to);
}
