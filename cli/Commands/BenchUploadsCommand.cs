using System.CommandLine;
using System.Globalization;
using CloudRestore.Cli.Benchmarking;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>bench uploads</c>: how long a dropped photograph takes beside its restoration.</summary>
internal static class BenchUploadsCommand
{
    private static readonly Option<int> Count = new("--count") { Description = "How many photographs are dropped, one after the other.", HelpName = "N", DefaultValueFactory = static _ => 20 };
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("uploads", "Measure, on a stack of its own, how long trigger, orchestration and queues take beside restoring a dropped photograph.") { Count, Json };
        command.SetCancellableAction(static async (parsed, cancellationToken) =>
        {
            var count = parsed.GetValue(Count);
            if (count is < 1 or > 10_000)
                throw new CliException("The count must be 1 to 10000.");
            Show(await new UploadBenchmark(TimeProvider.System).MeasureAsync(count, cancellationToken), parsed.GetValue(Json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(UploadReport report, bool json)
    {
        if (json)
        {
            Screen.Json(report);
            return;
        }

        Screen.Result.WriteLine(Text($"{report.Uploads} uploads, from upload to restored photograph: {report.MedianSeconds:F2} s in the median, of which the runner {report.MedianJobSeconds:F2} s; beside it {report.MedianOverheadSeconds:F2} s, at most {report.WorstOverheadSeconds:F2} s"));
        Screen.Result.WriteLine(report.OverheadBound.ToString());
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
