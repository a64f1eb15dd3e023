namespace CloudRestore.Learning.Stages;

/// <summary>Runs a stage on a thread of its own, because TorchSharp's dispose scopes belong to a thread.</summary>
public static class StageThread
{
    /// <summary>Runs the stage to its end; what it throws is the task's.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="context">What it is given.</param>
    /// <param name="cancellationToken">Cancels the run; no checkpoint is saved.</param>
    public static Task<StageResult> RunAsync(IStage stage, StageContext context, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<StageResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                result.SetResult(stage.Run(context, cancellationToken));
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = stage.Name,
        };
        thread.Start();
        return result.Task;
    }
}
