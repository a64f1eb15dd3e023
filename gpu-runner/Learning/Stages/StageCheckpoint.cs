namespace CloudRestore.Learning.Stages;

/// <summary>A checkpoint ready to be stored.</summary>
/// <param name="Folder">Its files; complete when this is passed on.</param>
/// <param name="Step">The number of steps done.</param>
public sealed record StageCheckpoint(string Folder, long Step);
