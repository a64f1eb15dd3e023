namespace CloudRestore.Learning.Stages;

/// <summary>
/// One step of a training run. It reads folders and leaves a folder; it knows nothing of where those come from.
/// It is synchronous and is meant for a thread of its own, because TorchSharp's dispose scopes belong to a thread.
/// </summary>
public interface IStage
{
    /// <summary>One of <see cref="StageNames"/>.</summary>
    string Name { get; }

    /// <summary>Runs the stage to its end, or resumes it from <see cref="StageContext.ResumeFolder"/>.</summary>
    /// <param name="context">Everything the stage reads, writes and reports to.</param>
    /// <param name="cancellationToken">The run was cancelled: the stage ends at its next step and leaves no checkpoint.</param>
    /// <returns>The figures the run is judged by.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="StageSuspendedException"><see cref="StageContext.Suspend"/> was cancelled; a checkpoint was saved where the stage has any.</exception>
    /// <exception cref="StageFailedException">The stage cannot go on; the message says why in one sentence.</exception>
    StageResult Run(StageContext context, CancellationToken cancellationToken);
}
