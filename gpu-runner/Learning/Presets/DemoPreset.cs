using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Presets;

/// <summary>Minutes on two cores, on a handful of photographs, from the model that comes with the product.</summary>
internal static class DemoPreset
{
    public static Preset Preset { get; } = new()
    {
        Name = "demo",
        Description = "The network of 'restore', trained on from the model that comes with the product, on a handful of photographs, in minutes on two cores.",
        Precision = TrainingPrecision.Mixed,
        Generator = RestorePreset.Preset.Generator,
        Critic = new() { Filters = 16, Blocks = 2 },
        PretrainGenerator = new()
        {
            Phases = [new() { Steps = 80, Batch = 8, Crop = Crop(96), LearningRate = 2e-4, RisingShare = 0.2 }],
            Loss = PixelLossKind.MeanAbsoluteError,
            AverageDecay = 0.99,
            SamplesEvery = 20,
        },
        PretrainCritic = new() { Phases = [new() { Steps = 120, Batch = 8, Crop = new() { Size = 64, Flips = Flips.Dihedral }, LearningRate = 1e-3 }], LogEvery = 10 },
        Gan = new()
        {
            Phases = [new() { Steps = 60, Batch = 4, Crop = Crop(96), LearningRate = 1e-4, Shape = LearningRateShape.Constant }],
            PixelWeight = 200,
            ValidateEvery = 20,
            SamplesEvery = 20,
            LogEvery = 5,
        },
    };

    private static CropPreset Crop(int size) => new() { Size = size, Flips = Flips.Dihedral, FreshDamage = true };
}
