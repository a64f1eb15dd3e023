namespace CloudRestore.Core.Models;

/// <summary><c>models/registry.json</c>: the aliases. Changed only by compare-and-swap on its ETag.</summary>
public sealed record ModelRegistry
{
    /// <summary>The version that restores uploads, or null before the first promotion.</summary>
    public string? Champion { get; init; }

    /// <summary>The newest registered version.</summary>
    public string? Candidate { get; init; }

    /// <summary>Promotions, newest last.</summary>
    public IReadOnlyList<Promotion> History { get; init; } = [];
}

/// <summary>A change of champion.</summary>
/// <param name="Model">The new champion.</param>
/// <param name="Previous">The champion before, or null.</param>
/// <param name="Reason">Why, with numbers.</param>
/// <param name="At">When.</param>
public sealed record Promotion(string Model, string? Previous, string Reason, DateTimeOffset At);
