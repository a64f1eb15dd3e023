namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>A file of a source: its content, or why it is passed over.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Content">Its bytes, or null.</param>
/// <param name="Refusal">One sentence, or null.</param>
/// <param name="Next">Where to go on after it.</param>
internal sealed record ImportEntry(string Name, byte[]? Content, string? Refusal, ImportCursor Next);

/// <summary>A place in a source.</summary>
/// <param name="Entries">Entries before it, folders included.</param>
/// <param name="After">The name of the file before it; only folders need it.</param>
/// <param name="UnpackedBytes">Bytes that were unpacked up to it.</param>
/// <param name="Share">The share of the source before it, 0 to 1, or null if it cannot be told.</param>
internal sealed record ImportCursor(long Entries, string? After, long UnpackedBytes, double? Share);
