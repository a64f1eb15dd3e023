namespace CloudRestore.Core.Jobs;

/// <summary><c>runs/{run}/{stage}/progress.json</c>: where a stage stands, written by the runner and merged into what the API answers.</summary>
public sealed record StageProgress
{
    /// <summary>The stage's name.</summary>
    public required string Stage { get; init; }

    /// <summary>The attempt that reports.</summary>
    public required int Attempt { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps in all.</summary>
    public required long Steps { get; init; }

    /// <summary>The smoothed training loss, if the stage has one.</summary>
    public double? Loss { get; init; }

    /// <summary>Photographs (or crops) a second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Seconds left, estimated.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Other numbers, e.g. <c>psnr</c> of held-out photographs in dB.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>When this was written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
