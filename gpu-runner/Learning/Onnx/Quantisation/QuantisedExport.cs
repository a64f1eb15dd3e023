using CloudRestore.Imaging;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using Google.Protobuf;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>Makes ONNX models that compute in bytes, about as <see cref="OnnxExport"/>'s in float32 and faster.</summary>
public static class QuantisedExport
{
    /// <summary>Calibrates a model on damaged pictures. The same model and pictures give the same ranges.</summary>
    /// <param name="model">The model.</param>
    /// <param name="damaged">Pictures such as the network will see: damaged as in training and already at the size of the result.</param>
    /// <param name="options">How ranges are chosen; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work between two tiles.</param>
    /// <exception cref="ArgumentException">No picture is as large as the network's stride.</exception>
    /// <exception cref="PresetException">An option is out of range.</exception>
    public static ActivationRanges Calibrate(LoadedModel model, IReadOnlyList<RgbImage> damaged, CalibrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(damaged);
        options ??= new CalibrationOptions();
        SettingsValidation.Check(options);
        var tiles = CalibrationTiles.Cut(damaged, Generator.Stride, options);
        if (tiles.Count == 0)
            throw new ArgumentException($"To calibrate a model takes at least one picture of {Generator.Stride} x {Generator.Stride} pixels or more.", nameof(damaged));
        using var calibration = new Calibration(GeneratorGraph.Build(model.Generator, model.Card));
        return new ActivationRanges
        {
            WeightsSha256 = model.Card.WeightsSha256,
            Tiles = tiles.Count,
            Percentile = options.Percentile,
            Values = calibration.Ranges(tiles, options.Percentile, cancellationToken),
        };
    }

    /// <summary>Rounds a model. The same model and ranges give the same bytes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ranges">What <see cref="Calibrate"/> found for it.</param>
    /// <returns>The model's bytes, for <see cref="OnnxGenerator"/> or a file.</returns>
    /// <exception cref="FormatException">The ranges are not those of the model; the message is a clause that says why.</exception>
    public static byte[] ToBytes(LoadedModel model, ActivationRanges ranges)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ranges);
        var exact = GeneratorGraph.Build(model.Generator, model.Card);
        return ranges.Problem(exact, model.Card.WeightsSha256) is { } problem
            ? throw new FormatException(problem)
            : QuantisedGraph.Build(exact, ranges.Values).ToByteArray();
    }
}
