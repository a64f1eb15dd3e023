using CloudRestore.Imaging.Damage.Blur;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Damage.Noise;

namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>
/// The two orders of damage of Real-ESRGAN (Wang et al. 2021, with the numbers of its x4plus training): what a photograph goes through that
/// is shared again and again. It ends at a quarter of its size.
/// </summary>
/// <remarks>
/// Each order's picture comes back to its size before the next begins, where the reference goes straight on to the next one's. Filters that
/// shrink are antialiased. Kernels end at three standard deviations.
/// </remarks>
internal static class RealEsrganRecipe
{
    /// <summary>From a shorter side of 256 pixels to 64.</summary>
    public static DamageRecipe Recipe { get; } = new()
    {
        Name = "real-esrgan",
        Steps =
        [
            new LowResolution { ShorterSide = 256 },
            Blurred(maxSigma: 3),
            new Resize { Steps = [Noisy(maxSigma: 30, maxScale: 3), Compressed] },
            new Sometimes { Probability = 0.8, Steps = [Blurred(maxSigma: 1.5)] },
            new Resize { UpProbability = 0, DownProbability = 1, MinScale = 0.25, MaxScale = 0.25, KeepSize = false },
            new OneOf
            {
                Options =
                [
                    new() { Steps = [SecondResize(Noisy(maxSigma: 25, maxScale: 2.5)), Ringing, Compressed] },
                    new() { Steps = [SecondResize(Noisy(maxSigma: 25, maxScale: 2.5), Compressed), Ringing] },
                ],
            },
        ],
    };

    private static JpegArtefacts Compressed => new() { MinQuality = 30, MaxQuality = 95 };

    private static Sometimes Ringing => new() { Probability = 0.8, Steps = [new SincFilter()] };

    private static Resize SecondResize(params IDamageStep[] steps) =>
        new() { UpProbability = 0.3, DownProbability = 0.4, MinScale = 0.3, MaxScale = 1.2, Steps = steps };

    private static OneOf Noisy(double maxSigma, double maxScale) => new()
    {
        Options = [new() { Steps = [new GaussianNoise { MaxSigma = maxSigma }] }, new() { Steps = [new PoissonNoise { MaxScale = maxScale }] }],
    };

    private static OneOf Blurred(double maxSigma)
    {
        var blur = new GaussianBlur { MaxSigma = maxSigma };
        var generalized = blur with { Profile = BlurProfile.Generalized };
        var plateau = blur with { Profile = BlurProfile.Plateau, MinBeta = 1, MaxBeta = 2 };
        return new OneOf
        {
            Options =
            [
                new() { Weight = 0.1, Steps = [new SincFilter()] },
                new() { Weight = 0.405, Steps = [blur] },
                new() { Weight = 0.225, Steps = [blur with { Anisotropic = true }] },
                new() { Weight = 0.108, Steps = [generalized] },
                new() { Weight = 0.027, Steps = [generalized with { Anisotropic = true }] },
                new() { Weight = 0.108, Steps = [plateau] },
                new() { Weight = 0.027, Steps = [plateau with { Anisotropic = true }] },
            ],
        };
    }
}
