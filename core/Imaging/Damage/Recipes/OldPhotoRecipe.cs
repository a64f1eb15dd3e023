using CloudRestore.Imaging.Damage.Ageing;
using CloudRestore.Imaging.Damage.Blur;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Damage.Noise;

namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>
/// A print from an album, scanned: the kinds of damage of Wan et al. 2020 (Bringing Old Photos Back to Life, section 3.3), in the order in
/// which they come about; the amounts are ours.
/// </summary>
internal static class OldPhotoRecipe
{
    /// <summary>A soft, grainy print fades, is scratched and gathers dust, and is scanned.</summary>
    public static DamageRecipe Recipe { get; } = new()
    {
        Name = "old-photo",
        Steps =
        [
            new LowResolution { ShorterSide = 256 },
            new Sometimes { Probability = 0.7, Steps = [new GaussianBlur { MinSigma = 0.3, MaxSigma = 1.4 }] },
            new GaussianNoise { MinSigma = 2, MaxSigma = 14, GreyShare = 0.8 },
            new Sometimes { Probability = 0.9, Steps = [new Fading()] },
            new Sometimes { Probability = 0.7, Steps = [new Scratches()] },
            new Sometimes { Probability = 0.7, Steps = [new Dust()] },
            new Sometimes { Steps = [new LowResolution { ShorterSide = 160, MaxShorterSide = 255 }] },
            new JpegArtefacts { MinQuality = 60, MaxQuality = 95 },
        ],
    };
}
