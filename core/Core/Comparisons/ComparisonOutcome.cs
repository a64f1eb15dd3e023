using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Comparisons;

/// <summary>How a comparison ended. Created once.</summary>
public sealed record ComparisonOutcome
{
    /// <summary>The comparison.</summary>
    public required string Id { get; init; }

    /// <summary>Succeeded, failed or cancelled.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>How many of the models had been evaluated; null in outcomes of releases that did not tell.</summary>
    public int? Evaluated { get; init; }

    /// <summary>The scores, if it succeeded.</summary>
    public ComparisonResult? Result { get; init; }

    /// <summary>Why it failed or was cancelled, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }
}
