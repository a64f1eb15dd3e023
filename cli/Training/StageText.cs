using System.Globalization;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;

namespace CloudRestore.Cli.Training;

/// <summary>What is said of the stages of a run.</summary>
internal static class StageText
{
    /// <summary>All stages of a run, in order.</summary>
    /// <param name="cycles">How many cycles it has.</param>
    public static IReadOnlyList<string> Names(int cycles) => ["dataset", "crappify", .. RunStage.Of(cycles).Select(stage => stage.Name), "register"];

    /// <summary>Where a stage stands: step, loss, images a second and time left as far as known, or how long it took.</summary>
    public static string Of(TrainingStage stage)
    {
        if (stage.Seconds is { } seconds)
            return $"{Word(stage.Status)} in {Duration(seconds)}";
        if (stage.Step is not { } step)
            return stage.Status == RunStatus.Running ? "starting" : Word(stage.Status);
        return Of(step, stage.Steps, stage.Loss, stage.ImagesPerSecond, stage.SecondsLeft);
    }

    /// <summary>How far a running stage is, as far as known.</summary>
    public static string Of(long step, long? steps, double? loss, double? imagesPerSecond, double? secondsLeft)
    {
        var parts = new List<string> { Text($"step {step}/{steps}") };
        if (loss is not null)
            parts.Add(Text($"loss {loss:G4}"));
        if (imagesPerSecond is not null)
            parts.Add(Text($"{imagesPerSecond:F1} images/s"));
        if (secondsLeft is { } left)
            parts.Add($"{Duration(left)} left");
        return string.Join(", ", parts);
    }

    /// <summary>Seconds as a person says them: <c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 10 => Text($"{seconds:F1} s"),
        < 60 => Text($"{seconds:F0} s"),
        < 3600 => Text($"{Math.Floor(seconds / 60):F0} min {Math.Floor(seconds % 60):F0} s"),
        _ => Text($"{Math.Floor(seconds / 3600):F0} h {Math.Floor(seconds % 3600 / 60):F0} min"),
    };

    private static string Word(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "done",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        RunStatus.Running => "running",
        _ => "waiting",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
