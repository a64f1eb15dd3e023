namespace CloudRestore.Core.Models;

/// <summary><c>models/registry.json</c>: the aliases. Changed only by compare-and-swap on its ETag.</summary>
public sealed record ModelRegistry
{
    /// <summary>The version that restores uploads, or null before the first promotion.</summary>
    public string? Champion { get; init; }

    /// <summary>The newest registered version.</summary>
    public string? Candidate { get; init; }

    /// <summary>Promotions and rollbacks, newest last.</summary>
    public IReadOnlyList<Promotion> History { get; init; } = [];

    /// <summary>The champion that a rollback returns to, or null: rollbacks go ever further back, and a promotion begins anew from where they ended.</summary>
    public string? BeforeChampion()
    {
        var line = new List<string>();
        foreach (var change in History)
        {
            Reach(line, change.Previous);
            if (change.Rollback && line.Count > 0)
                line.RemoveAt(line.Count - 1);
            Reach(line, change.Model);
        }

        Reach(line, Champion);
        return line.Count > 1 ? line[^2] : null;
    }

    /// <summary>When a version was champion, oldest first.</summary>
    /// <param name="version">The model's version.</param>
    public IReadOnlyList<Reign> ReignsOf(string version) =>
        [.. History.Index()
            .Where(change => change.Item.Model == version)
            .Select(change => new Reign(change.Item.At, change.Index + 1 < History.Count ? History[change.Index + 1].At : null))];

    /// <summary>The registry with another champion; the same instance if it is champion, or if this request made it so before.</summary>
    /// <param name="change">The promotion or rollback; its <see cref="Promotion.Previous"/> is filled in.</param>
    public ModelRegistry With(Promotion change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Champion == change.Model || Knows(change.RequestId)
            ? this
            : this with { Champion = change.Model, History = [.. History, change with { Previous = Champion }] };
    }

    /// <summary>Whether a request has changed the champion already.</summary>
    /// <param name="requestId">The request, or null.</param>
    public bool Knows(string? requestId) => requestId is not null && History.Any(change => change.RequestId == requestId);

    // The alias may have been set by other means than the history tells.
    private static void Reach(List<string> line, string? version)
    {
        if (version is not null && (line.Count == 0 || line[^1] != version))
            line.Add(version);
    }
}

/// <summary>A change of champion.</summary>
/// <param name="Model">The new champion.</param>
/// <param name="Previous">The champion before, or null.</param>
/// <param name="Reason">Why, with numbers.</param>
/// <param name="At">When.</param>
/// <param name="Rollback">Whether it returned to the champion before.</param>
/// <param name="RequestId">The request that asked for it, so that one sent twice changes nothing twice; null if a run did.</param>
public sealed record Promotion(string Model, string? Previous, string Reason, DateTimeOffset At, bool Rollback = false, string? RequestId = null);

/// <summary>A time during which a model was champion.</summary>
/// <param name="From">When it became champion.</param>
/// <param name="Until">When another did; null if it still is.</param>
public sealed record Reign(DateTimeOffset From, DateTimeOffset? Until = null);
