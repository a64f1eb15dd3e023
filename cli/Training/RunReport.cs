using System.Globalization;
using System.Text.Json;
using CloudRestore.Cli.Commands;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using Spectre.Console;

namespace CloudRestore.Cli.Training;

/// <summary>A run told to a person.</summary>
internal static class RunReport
{
    /// <summary>Everything known of one run.</summary>
    public static void Show(IAnsiConsole console, TrainingRun run)
    {
        console.WriteLine($"Run {run.Id}: {StatusWord(run.Status)}");
        console.WriteLine($"  dataset {run.Request.Dataset}, preset {run.Request.Preset}, recipe {run.Request.Recipe}, seed {run.Request.Seed}");
        foreach (var stage in run.Stages)
            console.WriteLine($"  {stage.Name,-20} {StageText.Of(stage)}");
        if (run.Metrics.TryGetValue("psnrDamaged", out var damaged) && run.Metrics.TryGetValue("psnrRestored", out var restored))
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  held-out photographs: PSNR {damaged:F2} dB damaged, {restored:F2} dB restored"));
        if (run.Model is not null)
            console.WriteLine($"  model {run.Model}: {(run.Promoted ? "champion" : "registered")}. {run.PromotionReason}");
        if (run.Status == RunStatus.AwaitingApproval)
            console.WriteLine($"  waits for a person: cloudrestore runs approve {run.Id}, or runs reject {run.Id}. {run.PromotionReason}");
        if (run.Reason is not null)
            console.WriteLine($"  {run.Reason}");
    }

    /// <summary>The exit code that a run's end amounts to.</summary>
    public static int ExitCodeOf(TrainingRun run) => run.Status == RunStatus.Succeeded ? ExitCode.Ok : ExitCode.Failed;

    /// <summary>A status in one word.</summary>
    public static string StatusWord(RunStatus status) => JsonSerializer.Serialize(status, CoreJson.Options).Trim('"');
}
