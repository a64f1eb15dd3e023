using System.CommandLine;
using System.Globalization;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Training;
using CloudRestore.Core.Api;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>runs list|show|cancel|resume|approve|reject</c>: training runs.</summary>
internal static class RunsCommand
{
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<string?> Url = SharedOptions.Url();
    private static readonly Option<bool> Json = SharedOptions.Json();
    private static readonly Option<int> Top = new("--top") { Description = "How many at most, the newest first (1 to 200).", HelpName = "NUMBER", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Status = new("--status") { Description = "Only runs in this state." };
    private static readonly Option<string?> Comment = new("--comment") { Description = "Why, for the run's record.", HelpName = "TEXT" };
    private static readonly Option<bool> Follow = new("--follow") { Description = "Watch the run to its end." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Status.AcceptOnlyFromAmong("pending", "running", "awaiting-approval", "succeeded", "failed", "cancelled");
        var list = new Command("list", "List training runs, the newest first.") { Top, Status, Data, Url, Json };
        list.SetAction(ListAsync);
        var show = new Command("show", "Show one training run; the exit code is 1 if it failed or was cancelled.") { Id(), Follow, Data, Url, Json };
        show.SetAction(ShowAsync);
        var cancel = new Command("cancel", "Ask a training run to end.") { Id(), Data, Url, Json };
        cancel.SetAction(CancelAsync);
        var resume = new Command("resume", "Begin a run that failed again, from its last checkpoint.") { Id(), Data, Url, Json };
        resume.SetAction(ResumeAsync);
        var approve = new Command("approve", "Let a run that waits for approval promote its model.") { Id(), Comment, Data, Url, Json };
        approve.SetAction((parsed, cancellationToken) => AnswerAsync(parsed, approved: true, cancellationToken));
        var reject = new Command("reject", "End the wait of a run whose model is not to be promoted.") { Id(), Comment, Data, Url, Json };
        reject.SetAction((parsed, cancellationToken) => AnswerAsync(parsed, approved: false, cancellationToken));
        return new Command("runs", "List, show, cancel and resume training runs, and approve what they made.") { list, show, cancel, resume, approve, reject };
    }

    private static Argument<string> Id() => new("id") { Description = "Id of the run." };

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        var page = await connection.Api.ListTrainingAsync(parsed.GetValue(Top), parsed.GetValue(Status), cancellationToken);
        if (parsed.GetValue(Json))
            Screen.Json(page);
        else if (page.Items.Count == 0)
            Screen.Result.WriteLine("There are no training runs.");
        else
            Screen.Result.Write(Table(page.Items));
        return ExitCode.Ok;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        var id = parsed.GetRequiredValue<string>("id");
        var run = await connection.Api.GetTrainingAsync(id, cancellationToken);
        if (parsed.GetValue(Follow))
            run = await TrainingFollower.FollowAsync(connection.Api, id, TimeProvider.System, cancellationToken);
        Show(parsed, run);
        return run.Status is Core.Runs.RunStatus.Failed or Core.Runs.RunStatus.Cancelled ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<int> CancelAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        var run = await connection.Api.CancelTrainingAsync(parsed.GetRequiredValue<string>("id"), cancellationToken);
        if (parsed.GetValue(Json))
            Screen.Json(run);
        else
            Screen.Result.WriteLine($"Run {run.Id} was asked to end; it is {RunReport.StatusWord(run.Status)}.");
        return ExitCode.Ok;
    }

    private static async Task<int> ResumeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        Show(parsed, await connection.Api.ResumeTrainingAsync(parsed.GetRequiredValue<string>("id"), cancellationToken));
        return ExitCode.Ok;
    }

    private static async Task<int> AnswerAsync(ParseResult parsed, bool approved, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        Show(parsed, await connection.Api.AnswerApprovalAsync(parsed.GetRequiredValue<string>("id"), approved, parsed.GetValue(Comment), cancellationToken));
        return ExitCode.Ok;
    }

    private static Connection Open(ParseResult parsed) => Connection.Open(parsed.GetRequiredValue(Data), parsed.GetValue(Url));

    private static void Show(ParseResult parsed, TrainingRun run)
    {
        if (parsed.GetValue(Json))
            Screen.Json(run);
        else
            RunReport.Show(Screen.Result, run);
    }

    private static Table Table(IReadOnlyList<TrainingRun> runs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("run", "status", "dataset", "preset", "stage", "asked for (UTC)");
        foreach (var run in runs)
        {
            table.AddRow(
                run.Id.EscapeMarkup(),
                RunReport.StatusWord(run.Status),
                run.Request.Dataset.EscapeMarkup(),
                run.Request.Preset.EscapeMarkup(),
                run.Stages.Count == 0 ? "" : run.Stages[^1].Name,
                run.Request.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
