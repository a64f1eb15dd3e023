namespace CloudRestore.Core.Restorations;

/// <summary>
/// Where the photographs of a large restoration are: in documents of so many each, written before the record, so that neither the record nor what
/// is made of it grows with them.
/// </summary>
/// <param name="Key">Names the documents; it follows from what is in them.</param>
/// <param name="Count">How many photographs.</param>
/// <param name="ChunkSize">How many are in a document and restored by one orchestration; fewer in the last.</param>
/// <param name="Sources">SHA-256 of the sources, in their order: two requests with the same one ask for the same photographs.</param>
public sealed record PhotographList(string Key, int Count, int ChunkSize, string Sources);
