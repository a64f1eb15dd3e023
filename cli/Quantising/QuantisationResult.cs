using System.Globalization;

namespace CloudRestore.Cli.Quantising;

/// <summary>What a model loses when it is computed in bytes.</summary>
/// <param name="Calibrated">Photographs that its ranges were found on.</param>
/// <param name="Judged">Photographs that it was measured on.</param>
/// <param name="Psnr">PSNR of what it restores in float32 against the originals, in dB, of the mean squared error over all; at most 100.</param>
/// <param name="FastPsnr">The same in bytes.</param>
internal sealed record QuantisationResult(int Calibrated, int Judged, double Psnr, double FastPsnr)
{
    // What quantisation is commonly allowed to cost.
    private const double LargestLoss = 0.1;

    /// <summary>The loss in dB.</summary>
    public double Loss => Psnr - FastPsnr;

    /// <summary>The line for a person.</summary>
    public string Sentence()
    {
        var advice = Loss > LargestLoss ? $" That is more than {LargestLoss.ToString(CultureInfo.InvariantCulture)} dB: give more photographs, and such as it will restore." : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Calibrated on {Calibrated} photographs and measured on {Judged}: {FastPsnr:F3} dB in bytes, {Psnr:F3} dB in float32, a loss of {Loss:F3} dB.{advice}");
    }
}
