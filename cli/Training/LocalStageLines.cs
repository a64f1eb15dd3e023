using CloudRestore.Learning.Stages;

namespace CloudRestore.Cli.Training;

/// <summary>A line when a stage begins, one every half minute while it goes on, and one when it ends.</summary>
/// <param name="say">Where the lines go.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalStageLines(Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private string? _stage;
    private long _last;

    /// <summary>Says what is new.</summary>
    public void Show(StageProgress progress)
    {
        var ended = progress.Step == progress.Steps;
        if (progress.Stage == _stage && !ended && time.GetElapsedTime(_last) < Interval)
            return;
        (_stage, _last) = (progress.Stage, time.GetTimestamp());
        say($"{progress.Stage}: {StageText.Of(progress.Step, progress.Steps, progress.Loss, progress.ImagesPerSecond, progress.SecondsLeft)}");
    }
}
