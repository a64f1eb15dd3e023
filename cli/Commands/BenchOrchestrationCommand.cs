using System.CommandLine;
using System.Globalization;
using CloudRestore.Cli.Benchmarking;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>bench orchestration</c>: what the emulator's durable engine does on this machine, and how its time grows.</summary>
internal static class BenchOrchestrationCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer orchestrations and no fan-out of 10,000." };
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("orchestration", "Measure the emulator's durable engine: orchestrations and activities a second, and whether time grows linearly with the number of activities.")
        {
            Quick, Json,
        };
        command.SetCancellableAction(static async (parsed, cancellationToken) =>
        {
            Screen.Say("Measuring orchestrations, with activities that do nothing.");
            var size = parsed.GetValue(Quick) ? OrchestrationBenchmark.Size.Quick : OrchestrationBenchmark.Size.Full;
            Show(await OrchestrationBenchmark.MeasureAsync(size, cancellationToken), parsed.GetValue(Json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(OrchestrationReport report, bool json)
    {
        if (json)
        {
            Screen.Json(report);
            return;
        }

        var table = new Table().AddColumns("what", "orchestrations/s", "activities/s", "time an activity", "processor time an activity");
        var many = report.Many;
        table.AddRow(Text($"{many.Orchestrations:N0} orchestrations of {many.ActivitiesEach} activities"), Text($"{many.OrchestrationsPerSecond:F0}"), Text($"{many.ActivitiesPerSecond:F0}"), "", "");
        foreach (var fanOut in report.FanOuts)
        {
            table.AddRow(
                Text($"a fan-out of {fanOut.Activities:N0}"),
                "",
                Text($"{fanOut.ActivitiesPerSecond:F0}"),
                Text($"{fanOut.MicrosecondsPerActivity:F0} µs"),
                Text($"{fanOut.ProcessorMicrosecondsPerActivity:F0} µs"));
        }

        Screen.Result.Write(table);
        Screen.Result.WriteLine(Text($"time for an activity, widest fan-out over narrowest: {report.Growth:F2}; processor time: {report.ProcessorGrowth:F2} (1 when it grows linearly)"));
        Screen.Result.WriteLine(report.GrowthBound.ToString());
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
