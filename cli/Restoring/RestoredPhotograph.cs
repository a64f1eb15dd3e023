namespace CloudRestore.Cli.Restoring;

/// <summary>A restored photograph.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Megapixels">Its size.</param>
/// <param name="Notes">What a person should know, a sentence each: what the format could not hold.</param>
internal sealed record RestoredPhotograph(byte[] Bytes, double Megapixels, IReadOnlyList<string> Notes);
