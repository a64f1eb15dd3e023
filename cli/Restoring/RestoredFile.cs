namespace CloudRestore.Cli.Restoring;

/// <summary>How one photograph ended.</summary>
/// <param name="Name">The photograph.</param>
/// <param name="Restored">The restored file, or null.</param>
/// <param name="Reason">Why it was not restored, or null.</param>
internal sealed record RestoredFile(string Name, string? Restored, string? Reason);
