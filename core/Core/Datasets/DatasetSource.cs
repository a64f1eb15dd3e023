namespace CloudRestore.Core.Datasets;

/// <summary>Where photographs are imported from: a folder or an archive in Blob Storage, one of the two.</summary>
/// <param name="Container">The container.</param>
/// <param name="Folder">A folder, such as <c>1968/boats/</c>; empty for the whole container.</param>
/// <param name="Archive">A blob that is a zip, tar or tar.gz archive.</param>
public sealed record DatasetSource(string? Container = null, string? Folder = null, string? Archive = null);
