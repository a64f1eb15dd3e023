using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Presets;

/// <summary>The whole run in seconds, for tests. Its pictures are not worth looking at.</summary>
internal static class TinyPreset
{
    public static Preset Preset { get; } = new()
    {
        Name = "tiny",
        Description = "Every stage and every kind of phase in a few seconds, to see that a run works; its pictures are not worth looking at.",
        Generator = new() { Depth = 18, Width = 0.125, Head = GeneratorHead.Residual },
        Critic = new() { Filters = 8, Blocks = 2 },
        PretrainGenerator = new()
        {
            Phases =
            [
                new() { Steps = 3, Batch = 2, Crop = new() { Size = 32 }, LearningRate = 1e-3, LayerRates = LayerRates.TenthBelow, FreezeEncoder = true },
                new() { Steps = 4, Batch = 2, Crop = new() { Size = 64, FreshDamage = true, Flips = Flips.Dihedral }, LearningRate = 1e-3, LayerRates = LayerRates.Geometric, LowestLearningRate = 1e-4 },
            ],
            AverageDecay = 0.5,
            SamplesEvery = 3,
            LogEvery = 2,
        },
        PretrainCritic = new() { Phases = [new() { Steps = 5, Batch = 4, Crop = new() { Size = 64 } }], LogEvery = 2 },
        Gan = new()
        {
            Phases =
            [
                new() { Steps = 5, Batch = 2, Crop = new() { Size = 64 }, LearningRate = 1e-4, Shape = LearningRateShape.Constant },
                new() { Steps = 2, Batch = 2, Crop = new() { Size = 96 }, LearningRate = 5e-5, Shape = LearningRateShape.Constant },
            ],
            AverageDecay = 0.5,
            ValidateEvery = 3,
            Best = GanScore.Sharpness,
            ValidationPhotographs = 2,
            CriticThreshold = 0.7,
            SamplesEvery = 3,
            LogEvery = 1,
        },
        Evaluate = new() { Samples = 2 },
    };
}
