using CloudRestore.Imaging.Damage.Composition;

namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>What the shipped model is trained on: mostly lesson 7, and enough of milder damage and of none that it learns to leave good pixels alone.</summary>
internal static class RestoreRecipe
{
    /// <summary>
    /// Of 100 photographs 40 get lesson 7, 30 the same with more numbers and coarser JPEG (numbers are small and few, and those under coarse
    /// blocks or on a bright ground are the last to be learnt), 12 the same at other sizes and now and then without a number, 8 light damage,
    /// 10 none.
    /// </summary>
    public static DamageRecipe Recipe { get; } = new()
    {
        Name = "restore",
        // Pairs keep the photograph's own size: training scales its crops.
        TargetShorterSide = 4096,
        JudgedBy = "lesson7",
        Steps =
        [
            new OneOf
            {
                Options =
                [
                    new() { Weight = 0.40, Steps = DamageRecipe.Lesson7.Steps },
                    new()
                    {
                        Weight = 0.30,
                        Steps = [new LowResolution(), new NumberStamp { Copies = 6 }, new JpegArtefacts { MaxQuality = 40 }],
                    },
                    new()
                    {
                        Weight = 0.12,
                        Steps =
                        [
                            new LowResolution { ShorterSide = 80, MaxShorterSide = 160 },
                            new Sometimes { Steps = [new NumberStamp()] },
                            new JpegArtefacts { MinQuality = 20, MaxQuality = 80 },
                        ],
                    },
                    new()
                    {
                        Weight = 0.08,
                        Steps = [new LowResolution { ShorterSide = 192, MaxShorterSide = 384 }, new JpegArtefacts { MinQuality = 60, MaxQuality = 95 }],
                    },
                    new() { Weight = 0.10 },
                ],
            },
        ],
    };
}
