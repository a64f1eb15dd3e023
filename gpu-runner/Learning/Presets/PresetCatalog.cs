namespace CloudRestore.Learning.Presets;

/// <summary>The presets that come with the product, one file each.</summary>
public static class PresetCatalog
{
    private static readonly SortedDictionary<string, Preset> Presets = new(StringComparer.Ordinal)
    {
        [ColorizePreset.Preset.Name] = ColorizePreset.Preset,
        [DemoPreset.Preset.Name] = DemoPreset.Preset,
        [Lesson7Preset.Preset.Name] = Lesson7Preset.Preset,
        [Lesson7FastPreset.Preset.Name] = Lesson7FastPreset.Preset,
        [OldPhotoPreset.Preset.Name] = OldPhotoPreset.Preset,
        [RestorePreset.Preset.Name] = RestorePreset.Preset,
        [TinyPreset.Preset.Name] = TinyPreset.Preset,
    };

    /// <summary>The names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Presets.Keys];

    /// <summary>The preset of that name, with some settings replaced.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="overrides">
    /// Path to value, such as <c>gan.pixelWeight</c> to <c>20</c> or <c>pretrainGenerator.phases.0.steps</c> to <c>50</c>; every path must exist.
    /// </param>
    /// <exception cref="PresetException">No such preset, no such setting, or a value out of range.</exception>
    public static Preset Load(string name, IReadOnlyDictionary<string, string>? overrides = null) =>
        Presets.TryGetValue(name, out var preset)
            ? PresetJson.Parse(PresetJson.Write(preset), overrides)
            : throw new PresetException($"There is no preset '{name}'; the presets are {string.Join(", ", Names)}.");
}
