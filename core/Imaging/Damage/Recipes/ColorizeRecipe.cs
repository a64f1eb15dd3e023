using CloudRestore.Imaging.Damage.Ageing;

namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>Colour is lost and nothing else to speak of, as DeOldify is trained (Antic 2018).</summary>
internal static class ColorizeRecipe
{
    /// <summary>Shorter side 256 pixels as the target has, greyscale, light JPEG.</summary>
    public static DamageRecipe Recipe { get; } = new()
    {
        Name = "colorize",
        Steps = [new LowResolution { ShorterSide = 256 }, new Greyscale(), new JpegArtefacts { MinQuality = 75, MaxQuality = 95 }],
    };
}
