namespace CloudRestore.Core.Runs;

/// <summary>The names of the presets that the runner knows, for those who do not load its networks.</summary>
public static class PresetNames
{
    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = ["demo", "lesson7", "restore", "tiny"];
}
