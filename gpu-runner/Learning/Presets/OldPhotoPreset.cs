namespace CloudRestore.Learning.Presets;

/// <summary>Fading, scratches, dust and grain of old prints, with the network and the schedule of <see cref="RestorePreset"/>.</summary>
internal static class OldPhotoPreset
{
    public static Preset Preset { get; } = RestorePreset.Preset with
    {
        Name = "old-photo",
        Description = "Undoes fading, scratches, dust and grain of old prints: the network of 'restore' on other damage. Hours on two cores.",
        Damage = "old-photo",
    };
}
