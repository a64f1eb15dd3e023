using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Restorations;

/// <summary><c>jobs/{restoration}/outcome.json</c>: how a restoration ended. Created once.</summary>
public sealed record RestorationOutcome
{
    /// <summary>The restoration.</summary>
    public required string Id { get; init; }

    /// <summary>Succeeded if every photograph was restored; cancelled if somebody asked; else failed.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The photographs, in the order of the request.</summary>
    public required IReadOnlyList<PhotographOutcome> Photographs { get; init; }

    /// <summary>Why it failed as a whole, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }
}

/// <summary>How one photograph ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Succeeded, failed or cancelled.</param>
/// <param name="Target">The restored photograph, if it succeeded.</param>
/// <param name="Reason">Why it was not restored: one sentence for a person.</param>
public sealed record PhotographOutcome(string Name, RunStatus Status, BlobAddress? Target = null, string? Reason = null);
