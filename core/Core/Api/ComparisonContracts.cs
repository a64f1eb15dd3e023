using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Api;

/// <summary>Body of <c>POST /api/models/compare</c>.</summary>
/// <param name="Models">Two to four models, by version or alias; the others are compared with the first.</param>
/// <param name="Dataset">The dataset whose held-out photographs judge.</param>
/// <param name="Recipe">The damage recipe; <c>restore</c> if null.</param>
/// <param name="Seed">The seed of the damage; 42 if null.</param>
/// <param name="Id">An id of the caller's choice, so that the same call twice is one comparison; or null.</param>
public sealed record StartComparison(IReadOnlyList<string> Models, string Dataset, string? Recipe = null, ulong? Seed = null, string? Id = null);

/// <summary>A comparison of models as the API shows it.</summary>
public sealed record Comparison
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The models' versions, in the order of the request.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The damage recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of the damage.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many of the models have been evaluated.</summary>
    public required int Evaluated { get; init; }

    /// <summary>The scores, once it has succeeded.</summary>
    public ComparisonResult? Result { get; init; }

    /// <summary>Why it failed or was cancelled, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
