using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Presets;

/// <summary>
/// The lesson's network and sizes with what gave better pictures sooner on small networks: no work at full size but residual blocks at half
/// size, the identity as a start, absolute errors and structure (for the GAN too, which is then sharper for less), an end that cannot leave
/// dots, damage made anew for every crop, averaged weights, and the best GAN weights kept. For a GPU.
/// </summary>
internal static class Lesson7FastPreset
{
    public static Preset Preset { get; } = new()
    {
        Name = "lesson7-fast",
        Description = "The lesson's damage with a faster network and schedule of our own: full-width ResNet34 U-Net at half size, 128 px then 192 px. Needs a GPU and thousands of photographs.",
        Precision = TrainingPrecision.Mixed,
        Generator = RestorePreset.Preset.Generator with { Width = 1, RefinementBlocks = 4, HalfSizeBlur = true },
        PretrainGenerator = new()
        {
            Loss = PixelLossKind.MeanAbsoluteError,
            StructureWeight = 3,
            Phases =
            [
                new() { Epochs = 1, Batch = 32, Crop = Crop(128), LearningRate = 2e-3, LayerRates = LayerRates.TenthBelow, RisingShare = 0.8, FreezeEncoder = true },
                new() { Epochs = 10, Batch = 32, Crop = Crop(128), LearningRate = 1e-3, LayerRates = LayerRates.Geometric, LowestLearningRate = 1e-5 },
                new() { Epochs = 4, Batch = 16, Crop = Crop(192), LearningRate = 4e-4, LayerRates = LayerRates.Geometric, LowestLearningRate = 1e-5 },
            ],
            AverageDecay = 0.999,
            ValidateEvery = 500,
        },
        PretrainCritic = new() { Phases = [new() { Epochs = 4, Batch = 32, Crop = new() { Size = 128 }, LearningRate = 1e-3 }] },
        Gan = RestorePreset.Preset.Gan with
        {
            Phases =
            [
                new() { Epochs = 10, Batch = 32, Crop = Crop(128), LearningRate = 1e-4, Shape = LearningRateShape.Constant },
                new() { Epochs = 4, Batch = 16, Crop = Crop(192), LearningRate = 5e-5, Shape = LearningRateShape.Constant },
            ],
            ValidateEvery = 200,
        },
        Evaluate = new() { Choice = ModelChoice.Gan },
    };

    private static CropPreset Crop(int size) => new() { Size = size, ShorterSide = 256, MaxZoom = 1.25, Flips = Flips.Horizontal, FreshDamage = true };
}
