namespace CloudRestore.Learning.Presets;

/// <summary>Colour for black-and-white photographs (as DeOldify), with the network and the schedule of <see cref="RestorePreset"/>.</summary>
internal static class ColorizePreset
{
    public static Preset Preset { get; } = RestorePreset.Preset with
    {
        Name = "colorize",
        Description = "Gives black-and-white photographs colour: the network of 'restore' on other damage. Hours on two cores; more photographs and a GPU give better colours.",
        Damage = "colorize",
    };
}
