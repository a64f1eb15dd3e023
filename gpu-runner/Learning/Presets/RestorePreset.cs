using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Presets;

/// <summary>
/// What the model that comes with the product is trained with: hours on two cores. The U-Net is the lesson's at half width, without its
/// work at full size and with residual blocks at half size instead, where a photograph that was enlarged has its detail.
/// </summary>
internal static class RestorePreset
{
    public static Preset Preset { get; } = new()
    {
        Name = "restore",
        Description = "The model that comes with the product: half-width ResNet34 U-Net that works at half size, hours on two cores, a thousand photographs.",
        Damage = "restore",
        Generator = new()
        {
            Depth = 34,
            Width = 0.5,
            SelfAttention = false,
            Blur = false,
            FullSizeBlock = false,
            LastCross = false,
            HalfSizeCross = true,
            RefinementBlocks = 2,
            Head = GeneratorHead.Residual,
        },
        Critic = new() { Filters = 32, Blocks = 3 },
        PretrainGenerator = new()
        {
            Loss = PixelLossKind.MeanAbsoluteError,
            StructureWeight = 3,
            Phases =
            [
                new() { Steps = 5000, Batch = 8, Crop = Crop(128), LearningRate = 1.2e-3, RisingShare = 0.2 },
                new() { Steps = 15_400, Batch = 6, Crop = Crop(160), LearningRate = 1e-3, RisingShare = 0.1 },
            ],
            AverageDecay = 0.998,
            ValidateEvery = 500,
            ValidationPhotographs = 24,
            LogEvery = 50,
        },
        Generate = new() { ShorterSide = 256 },
        PretrainCritic = new() { Phases = [new() { Steps = 400, Batch = 16, Crop = new() { Size = 128, Flips = Flips.Dihedral }, LearningRate = 1e-3 }] },
        Gan = new()
        {
            Phases = [new() { Steps = 2000, Batch = 8, Crop = Crop(128), LearningRate = 1e-4, Shape = LearningRateShape.Constant }],
            Loss = PixelLossKind.MeanAbsoluteError,
            StructureWeight = 3,
            CoarseDamageWeight = 5,
            CriticJudgesCoarseDamage = false,
            PixelWeight = 6,
            CriticThreshold = 0.5,
            AverageDecay = 0.99,
            ValidateEvery = 200,
            Best = GanScore.Sharpness,
            Interpolation = 0.5,
            ValidationPhotographs = 24,
        },
        Evaluate = new() { Choice = ModelChoice.Gan },
    };

    private static CropPreset Crop(int size) => new()
    {
        Size = size,
        ShorterSide = 256,
        MaxZoom = 1.25,
        ZoomProbability = 0.25,
        Candidates = 2,
        Flips = Flips.Dihedral,
        FreshDamage = true,
        MonochromeShare = 0.1,
    };
}
