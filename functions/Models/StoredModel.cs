using Azure;
using CloudRestore.Core.Api;

namespace CloudRestore.Functions.Models;

/// <summary>A model as the listing of its container tells of it.</summary>
/// <param name="Version">Its version, which is its folder.</param>
/// <param name="CreatedAt">When its manifest was written, and with it the model complete.</param>
/// <param name="Manifest">The manifest's ETag.</param>
/// <param name="Files">Its files, by name.</param>
internal sealed record StoredModel(string Version, DateTimeOffset CreatedAt, ETag Manifest, IReadOnlyList<ModelFile> Files);
