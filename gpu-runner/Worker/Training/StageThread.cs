using CloudRestore.Learning.Stages;

namespace CloudRestore.GpuRunner.Training;

/// <summary>Runs a stage on a thread of its own, because TorchSharp's dispose scopes belong to a thread.</summary>
internal static class StageThread
{
    /// <summary>Runs the stage to its end.</summary>
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
