namespace CloudRestore.Core.Runs;

/// <summary><c>runs/{run}/outcome.json</c>: how a run ended. Created once.</summary>
public sealed record TrainingOutcome
{
    /// <summary>The run.</summary>
    public required string Id { get; init; }

    /// <summary>Which beginning of the run this ended, from 1; each resumption adds one.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Succeeded, failed or cancelled.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The stages that were begun, in order.</summary>
    public IReadOnlyList<StageSummary> Stages { get; init; } = [];

    /// <summary>The model's version, if one was registered.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it became champion.</summary>
    public bool Promoted { get; init; }

    /// <summary>Why it was promoted or not: one sentence with the numbers.</summary>
    public string? PromotionReason { get; init; }

    /// <summary>The numbers behind it; null if the run did not come so far.</summary>
    public PromotionDecision? Promotion { get; init; }

    /// <summary>What a person said about the promotion; null if nobody was asked.</summary>
    public Approval? Approval { get; init; }

    /// <summary>Scores on the held-out photographs, e.g. <c>psnrRestored</c> in dB.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Why it failed or was cancelled: one sentence for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }
}
