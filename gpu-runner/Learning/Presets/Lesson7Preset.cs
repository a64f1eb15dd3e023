namespace CloudRestore.Learning.Presets;

/// <summary>
/// fast.ai's lesson 7 (course-v3, <c>lesson7-superres-gan.ipynb</c>, version of March 2019) for a GPU: ResNet34, 128 px, then 192 px.
/// Its transforms are kept as far as crops, zoom and mirroring go; rotation, warp and lighting are not applied.
/// </summary>
internal static class Lesson7Preset
{
    public static Preset Preset { get; } = new()
    {
        Name = "lesson7",
        Description = "The lesson to the letter: ResNet34 U-Net, 128 px then 192 px. Needs a GPU, ImageNet weights and thousands of photographs.",
        PretrainGenerator = new()
        {
            Phases =
            [
                new() { Epochs = 2, Batch = 32, Crop = Crop(128), LearningRate = 3e-3, LayerRates = LayerRates.TenthBelow, RisingShare = 0.8, FreezeEncoder = true },
                new() { Epochs = 3, Batch = 32, Crop = Crop(128), LearningRate = 1e-3, LayerRates = LayerRates.Geometric, LowestLearningRate = 1e-6 },
            ],
        },
        Generate = new() { ShorterSide = 128 },
        PretrainCritic = new() { Phases = [new() { Epochs = 6, Batch = 32, Crop = Crop(128), LearningRate = 1e-3 }] },
        Gan = new()
        {
            Phases =
            [
                new() { Epochs = 40, Batch = 32, Crop = Crop(128), LearningRate = 1e-4, Shape = LearningRateShape.Constant },
                new() { Epochs = 10, Batch = 16, Crop = Crop(192), LearningRate = 5e-5, Shape = LearningRateShape.Constant },
            ],
        },
        Evaluate = new() { Choice = ModelChoice.Gan },
    };

    private static CropPreset Crop(int size) => new() { Size = size, ShorterSide = size, MaxZoom = 2 };
}
