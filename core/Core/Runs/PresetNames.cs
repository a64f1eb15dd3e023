namespace CloudRestore.Core.Runs;

/// <summary>The names of the presets that the runner knows, for those who do not load its networks.</summary>
public static class PresetNames
{
    private static readonly SortedDictionary<string, string> Recipes = new(StringComparer.Ordinal)
    {
        ["colorize"] = "colorize",
        ["demo"] = "lesson7",
        ["lesson7"] = "lesson7",
        ["lesson7-fast"] = "lesson7",
        ["old-photo"] = "old-photo",
        ["restore"] = "restore",
        ["tiny"] = "lesson7",
    };

    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Recipes.Keys];

    /// <summary>The damage recipe of a run that names none.</summary>
    /// <param name="preset">One of <see cref="All"/>.</param>
    public static string RecipeOf(string preset) => Recipes[preset];
}
