namespace CloudRestore.Core.Comparisons;

/// <summary>What a comparison of models was asked for. Created once; the versions that aliases named are pinned in it.</summary>
public sealed record ComparisonRequest
{
    /// <summary>The comparison's id.</summary>
    public required string Id { get; init; }

    /// <summary>Two to four versions of models. The others are compared with the first.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The dataset whose held-out photographs judge.</summary>
    public required string Dataset { get; init; }

    /// <summary>The damage recipe's name.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of the damage.</summary>
    public required ulong Seed { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the span in which it was accepted, or null: everything that follows is in its trace.</summary>
    public string? TraceParent { get; init; }
}
