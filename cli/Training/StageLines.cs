using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;

namespace CloudRestore.Cli.Training;

/// <summary>A line when a stage begins, one every ten seconds while it goes on, and one when it ends: for logs and pipes.</summary>
/// <param name="say">Where the lines go.</param>
/// <param name="time">The clock.</param>
internal sealed class StageLines(Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly HashSet<(string Stage, RunStatus Status)> _said = [];
    private long _last;

    /// <summary>Says what is new.</summary>
    public void Show(TrainingRun run)
    {
        foreach (var stage in run.Stages)
        {
            var due = stage.Status == RunStatus.Running && time.GetElapsedTime(_last) >= Interval;
            if (!_said.Add((stage.Name, stage.Status)) && !due)
                continue;
            say($"{stage.Name}: {StageText.Of(stage)}");
            _last = time.GetTimestamp();
        }
    }
}
