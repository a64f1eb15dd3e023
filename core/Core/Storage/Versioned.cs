using Azure;

namespace CloudRestore.Core.Storage;

/// <summary>A document and the ETag it was read with.</summary>
/// <param name="Value">The document.</param>
/// <param name="ETag">The ETag to replace it under.</param>
public sealed record Versioned<T>(T Value, ETag ETag);
