namespace CloudRestore.Cli.Photographs;

/// <summary>A photograph on this machine.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What it is called in containers: its path below the folder that was named, with <c>/</c>.</param>
internal sealed record PhotographFile(string Path, string Name);
