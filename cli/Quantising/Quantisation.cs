using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Onnx.Quantisation;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Quantising;

/// <summary>Finds the ranges of a model on photographs that are damaged on purpose, and measures on others what is lost by computing in bytes.</summary>
/// <param name="model">The model.</param>
/// <param name="recipe">The damage, and the size of what is restored.</param>
/// <param name="seed">The seed of the damage.</param>
internal sealed class Quantisation(LoadedModel model, DamageRecipe recipe, ulong seed)
{
    private const double HighestPsnr = 100;

    /// <summary>Calibrates on every other photograph and measures on those between; one alone serves for both.</summary>
    /// <param name="files">The photographs. What cannot be used is said and passed over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">No photograph could be used.</exception>
    public (ActivationRanges Ranges, QuantisationResult Result) Run(IReadOnlyList<PhotographFile> files, CancellationToken cancellationToken)
    {
        var photographs = Damaged(files, cancellationToken);
        if (photographs.Count == 0)
            throw new CliException("None of the photographs could be used.", ExitCode.Failed);
        List<BenchmarkPhotograph> calibrated = [.. photographs.Where((_, i) => i % 2 == 0)];
        var judged = photographs.Count == 1 ? calibrated : [.. photographs.Where((_, i) => i % 2 == 1)];
        var ranges = QuantisedExport.Calibrate(model, [.. calibrated.Select(photograph => photograph.Damaged)], cancellationToken: cancellationToken);
        using var exact = OnnxGenerator.From(model);
        using var fast = OnnxGenerator.Open(QuantisedExport.ToBytes(model, ranges));
        return (ranges, new QuantisationResult(calibrated.Count, judged.Count, Psnr(exact, judged, cancellationToken), Psnr(fast, judged, cancellationToken)));
    }

    private List<BenchmarkPhotograph> Damaged(IReadOnlyList<PhotographFile> files, CancellationToken cancellationToken)
    {
        var photographs = new List<BenchmarkPhotograph>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                photographs.Add(BenchmarkPhotograph.Make(File.ReadAllBytes(file.Path), file.Name, recipe, seed));
            }
            catch (PhotographException e)
            {
                Screen.Say(e.Message);
            }
        }

        return photographs;
    }

    // Of the mean squared error over all photographs: those that were not damaged come back with next to none, and as decibels would count most.
    private static double Psnr(ITileNetwork network, IReadOnlyList<BenchmarkPhotograph> photographs, CancellationToken cancellationToken)
    {
        var restorer = new PhotographRestorer(network, new RestorerOptions { SmoothResidue = false });
        var error = photographs.Average(photograph =>
        {
            var restored = restorer.Restore(new Photograph(photograph.Damaged), RestorationSize.Same, null, cancellationToken).Color;
            return Math.Pow(10, -Imaging.Quality.Psnr.Of(photograph.Original, restored) / 10);
        });
        return Math.Min(HighestPsnr, -10 * Math.Log10(error));
    }
}
