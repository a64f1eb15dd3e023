using CloudRestore.Imaging;

namespace CloudRestore.Learning.Evaluation;

/// <summary>What a model does to a photograph that was not damaged, and should be left alone.</summary>
/// <param name="Psnr">Peak signal-to-noise ratio between the model's answer and what it was given, in dB over RGB, at most 100.</param>
/// <param name="ColourShift">Mean change of red, green and blue, in levels of 0 to 255; positive is brighter.</param>
public sealed record CleanQuality(double Psnr, IReadOnlyList<double> ColourShift)
{
    /// <summary>Measures the model's answer to an undamaged picture of the same size.</summary>
    public static CleanQuality Of(RgbImage answer, RgbImage original)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(original);
        var psnr = PhotographScore.Finite(Imaging.Quality.Psnr.Of(answer, original));
        var sums = new long[RgbImage.Channels];
        for (var i = 0; i < answer.Pixels.Length; i++)
            sums[i % RgbImage.Channels] += answer.Pixels[i] - original.Pixels[i];
        return new CleanQuality(psnr, [.. sums.Select(sum => (double)sum / ((long)answer.Width * answer.Height))]);
    }

    /// <summary>The mean of each figure.</summary>
    /// <param name="qualities">At least one.</param>
    public static CleanQuality Mean(IReadOnlyCollection<CleanQuality> qualities) => new(
        qualities.Average(quality => quality.Psnr),
        [.. Enumerable.Range(0, RgbImage.Channels).Select(channel => qualities.Average(quality => quality.ColourShift[channel]))]);
}
