using System.Text.Json;
using CloudRestore.Learning.Onnx.Quantisation;

namespace CloudRestore.Learning.Models;

/// <summary>
/// What a model's folder holds beside its weights so that they can be computed in bytes: <c>ranges.json</c>, a few kilobytes. It takes pictures
/// to calibrate on, which a machine that only restores does not have.
/// </summary>
public static class RangesFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "ranges.json";

    private const string Advice = "make it with 'cloudrestore models quantise', or restore without --fast";

    /// <summary>Writes the file into a model's folder, over one that is there.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="ranges">What <see cref="QuantisedExport.Calibrate"/> found for that model.</param>
    public static void Write(string folder, ActivationRanges ranges)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(ranges);
        ModelJson.Write(Path.Combine(folder, Name), ranges);
    }

    /// <summary>Makes the model of bytes from a model and the file in its folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="model">The model that was read from it.</param>
    /// <returns>See <see cref="QuantisedExport.ToBytes"/>.</returns>
    /// <exception cref="ModelFolderException">The file is missing, is another document, or was made for other weights.</exception>
    public static byte[] Quantise(string folder, LoadedModel model)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) throw new ModelFolderException($"{folder} holds no {Name}, which restoring fast takes: {Advice}.");
        try
        {
            var ranges = ModelJson.Read<ActivationRanges>(path) ?? throw new JsonException("it is empty.");
            return QuantisedExport.ToBytes(model, ranges);
        }
        catch (JsonException e)
        {
            throw new ModelFolderException($"{path} does not hold the ranges of a model: {Advice} ({e.Message})", e);
        }
        catch (FormatException e)
        {
            throw new ModelFolderException($"{path} does not fit the model beside it, since {e.Message}: {Advice}.", e);
        }
    }
}
