namespace CloudRestore.Cli.Benchmarking;

/// <summary>What <c>bench</c> measured. Only the ratios say something beyond this machine and this moment.</summary>
/// <param name="GemmGflops">The machine's float32 product of matrices, in GFLOP/s.</param>
/// <param name="Training">Training steps, by preset.</param>
/// <param name="Inference">Inference, by preset and engine.</param>
/// <param name="Loader">The data loader alone.</param>
/// <param name="Restore">A large photograph from file to file.</param>
internal sealed record BenchmarkReport(
    double GemmGflops,
    IReadOnlyList<TrainingSpeed> Training,
    IReadOnlyList<InferenceSpeed> Inference,
    LoaderSpeed? Loader,
    RestoreSpeed? Restore);

/// <summary>Training a preset's generator.</summary>
/// <param name="Preset">The preset.</param>
/// <param name="ImagesPerSecond">Our way.</param>
/// <param name="PlainImagesPerSecond">The plain eager way, on the same libtorch.</param>
/// <param name="Ratio">The median of the ratios of neighbouring measurements.</param>
/// <param name="OfPeak">Useful operations a second over the product of matrices, 0 to 1.</param>
internal sealed record TrainingSpeed(string Preset, double ImagesPerSecond, double PlainImagesPerSecond, double Ratio, double OfPeak);

/// <summary>Inference with the generator of a preset or of the model that restores.</summary>
/// <param name="Preset">The preset, or the model's version.</param>
/// <param name="Engine">What computed: <c>torch</c>, <c>onnx</c>, or <c>onnx-int8</c>.</param>
/// <param name="MegapixelsPerSecond">Our way.</param>
/// <param name="PlainMegapixelsPerSecond">The plain eager way, on the same libtorch.</param>
/// <param name="Ratio">The median of the ratios of neighbouring measurements.</param>
/// <param name="OfPeak">Useful operations a second over the float32 product of matrices; bytes can go above 1.</param>
internal sealed record InferenceSpeed(string Preset, string Engine, double MegapixelsPerSecond, double PlainMegapixelsPerSecond, double Ratio, double OfPeak);

/// <summary>The data loader.</summary>
/// <param name="ImagesPerSecond">Crops a second.</param>
/// <param name="TimesTraining">How many times what the training of the same preset takes.</param>
internal sealed record LoaderSpeed(double ImagesPerSecond, double TimesTraining);

/// <summary>A photograph restored from file to file.</summary>
/// <param name="Megapixels">Its size.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakMegabytes">The most memory that the process held.</param>
internal sealed record RestoreSpeed(double Megapixels, double Seconds, double PeakMegabytes);
