using System.Globalization;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths in container <c>runs</c>.</summary>
public static class RunBlobs
{
    /// <summary>The index tag of checkpoint files. A lifecycle rule deletes those that nobody has resumed from or replaced for long.</summary>
    public const string KindTag = "kind";

    /// <summary>The value of <see cref="KindTag"/>.</summary>
    public const string CheckpointKind = "checkpoint";

    /// <summary>What was asked for; created once, before anything is scheduled.</summary>
    public static string Request(string run) => $"{Checked(run)}/request.json";

    /// <summary>The dataset's manifest as it was when the run began.</summary>
    public static string Manifest(string run) => $"{Checked(run)}/manifest.json";

    /// <summary>How the run ended; created once.</summary>
    public static string Outcome(string run) => $"{Checked(run)}/outcome.json";

    /// <summary>Folder of the outcomes before the run was resumed.</summary>
    public static string EarlierOutcomes(string run) => $"{Checked(run)}/outcomes/";

    /// <summary>How one beginning of the run ended that was resumed later.</summary>
    public static string EarlierOutcome(string run, int generation) => $"{EarlierOutcomes(run)}{generation:D3}.json";

    /// <summary>A wish to cancel, or the mark that it is too late for one: whichever was created first.</summary>
    public static string Cancel(string run) => $"{Checked(run)}/cancel.json";

    /// <summary>Whether the model became champion, with the numbers.</summary>
    public static string Decision(string run) => $"{Checked(run)}/decision.json";

    /// <summary>What a person said about the promotion; created once.</summary>
    public static string Approval(string run) => $"{Checked(run)}/approval.json";

    /// <summary>What came of calling the run's webhook.</summary>
    public static string Webhook(string run) => $"{Checked(run)}/webhook.json";

    /// <summary>The report with curves and pictures.</summary>
    public static string Report(string run) => $"{Checked(run)}/report.html";

    /// <summary>Where a stage stands.</summary>
    public static string Progress(string run, RunStage stage) => $"{Stage(run, stage)}progress.json";

    /// <summary>The pointer to a stage's newest complete checkpoint.</summary>
    public static string LatestCheckpoint(string run, RunStage stage) => $"{Stage(run, stage)}latest.json";

    /// <summary>Folder of a stage's checkpoints.</summary>
    public static string Checkpoints(string run, RunStage stage) => $"{Stage(run, stage)}checkpoints/";

    /// <summary>Folder of one checkpoint of a stage.</summary>
    public static string Checkpoint(string run, RunStage stage, int attempt, long step) => $"{Checkpoints(run, stage)}{attempt:D3}-{step:D9}/";

    /// <summary>The attempt that wrote a file whose path below <see cref="Checkpoints"/> is given; 0 if the path is not of that form.</summary>
    public static int AttemptOf(string pathInCheckpoints)
    {
        ArgumentNullException.ThrowIfNull(pathInCheckpoints);
        return int.TryParse(pathInCheckpoints.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 0;
    }

    /// <summary>Folder of the outputs of one attempt at a stage; attempts never mix.</summary>
    public static string Output(string run, RunStage stage, int attempt) => $"{Stage(run, stage)}attempt-{attempt}/";

    private static string Stage(string run, RunStage stage) => $"{Checked(run)}/{stage.Name}/";

    private static string Checked(string run) => Identifier.Require(run, "run");
}
