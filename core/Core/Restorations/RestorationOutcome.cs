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

    /// <summary>The photographs, in the order of the request; none if the request has a list, whose chunks have outcomes of their own.</summary>
    public required IReadOnlyList<PhotographOutcome> Photographs { get; init; }

    /// <summary>With a list: how many photographs were not restored. Else null.</summary>
    public int? Unrestored { get; init; }

    /// <summary>Why it failed as a whole, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }
}

/// <summary><c>jobs/{restoration}/outcomes/{chunk}.json</c>: how the photographs of a chunk ended. Created once.</summary>
/// <param name="Photographs">The photographs, in the order of the request.</param>
public sealed record ChunkOutcome(IReadOnlyList<PhotographOutcome> Photographs);

/// <summary>How one photograph ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Succeeded, failed or cancelled.</param>
/// <param name="Target">The restored photograph, if it succeeded.</param>
/// <param name="Reason">Why it was not restored: one sentence for a person.</param>
public sealed record PhotographOutcome(string Name, RunStatus Status, BlobAddress? Target = null, string? Reason = null);
