namespace CloudRestore.GpuRunner.Checkpoints;

/// <summary>
/// <c>runs/{run}/{stage}/latest.json</c>: the newest checkpoint whose every byte is stored, and the one before it, for the day the newest turns
/// out to be torn. Replaced by compare-and-swap, and never by an earlier attempt.
/// </summary>
/// <param name="Latest">The newest.</param>
/// <param name="Previous">The one before, if any.</param>
internal sealed record CheckpointPointer(StoredCheckpoint Latest, StoredCheckpoint? Previous = null);

/// <summary>A stored checkpoint.</summary>
/// <param name="Attempt">The attempt that wrote it.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Folder">Its folder in container <c>runs</c>, ending with <c>/</c>.</param>
/// <param name="Files">Its files.</param>
internal sealed record StoredCheckpoint(int Attempt, long Step, string Folder, IReadOnlyList<StoredFile> Files);

/// <summary>A file of a checkpoint.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
internal sealed record StoredFile(string Name, long Bytes, string Sha256);
