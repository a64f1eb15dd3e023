namespace CloudRestore.Cli.Restoring;

/// <summary>How one photograph ended.</summary>
/// <param name="Name">The photograph.</param>
/// <param name="Restored">The restored file, or null.</param>
/// <param name="Reason">Why it was not restored, or null.</param>
internal sealed record RestoredFile(string Name, string? Restored, string? Reason)
{
    /// <summary>Whether the restored file was there before, made from the same photograph with the same model and settings.</summary>
    public bool Skipped { get; init; }

    /// <summary>Megapixels that were restored; 0 when it was skipped or refused.</summary>
    public double Megapixels { get; init; }

    /// <summary>What a person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
