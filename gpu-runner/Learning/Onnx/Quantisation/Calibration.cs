using CloudRestore.Imaging;
using CloudRestore.Learning.Networks;
using global::Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>Finds the ranges of a model's feature maps by running it on pictures such as it will see, twice: for the extremes, and to count.</summary>
internal sealed class Calibration : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string _input;
    private readonly string[] _values;

    /// <summary>Prepares a float32 model.</summary>
    public Calibration(ModelProto model)
    {
        OnnxTelemetry.TurnOff();
        _values = [.. new QuantisationPlan(model.Graph).Ranged()];
        _input = model.Graph.Input[0].Name;
        var open = model.Clone();
        open.Graph.Output.AddRange(_values.Select(value => new ValueInfoProto
        {
            Name = value,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } },
        }));
        using var options = new SessionOptions { EnableMemoryPattern = false, EnableCpuMemArena = false, IntraOpNumThreads = Environment.ProcessorCount };
        _session = new InferenceSession(open.ToByteArray(), options);
    }

    /// <summary>The ranges over some tiles, and that of the input, which can be any picture.</summary>
    public Dictionary<string, ActivationRange> Ranges(IReadOnlyList<RgbImage> tiles, double percentile, CancellationToken cancellationToken)
    {
        var extremes = _values.ToDictionary(value => value, _ => (Lowest: float.MaxValue, Highest: float.MinValue));
        ForEach(tiles, (value, numbers) =>
        {
            var (lowest, highest) = extremes[value];
            foreach (var number in numbers) (lowest, highest) = (Math.Min(lowest, number), Math.Max(highest, number));
            extremes[value] = (lowest, highest);
        }, cancellationToken);
        var histograms = extremes.ToDictionary(entry => entry.Key, entry => new ActivationHistogram(entry.Value.Lowest, entry.Value.Highest));
        ForEach(tiles, (value, numbers) => histograms[value].Add(numbers), cancellationToken);
        return histograms.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Range(1 - (percentile / 100)))).Append(new(_input, OfAnyPicture())).ToDictionary();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private void ForEach(IReadOnlyList<RgbImage> tiles, Counter counter, CancellationToken cancellationToken)
    {
        foreach (var tile in tiles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var input = OrtValue.CreateTensorValueFromMemory(NormalisedPixels.FromLevels<byte>(tile.Pixels, tile.Width, tile.Height, byte.MaxValue), [1, RgbImage.Channels, tile.Height, tile.Width]);
            using var outputs = _session.Run(_run, [_input], [input], _values);
            foreach (var (value, numbers) in _values.Zip(outputs)) counter(value, numbers.GetTensorDataAsSpan<float>());
        }
    }

    private static ActivationRange OfAnyPicture()
    {
        var channels = ImageNetNormalisation.Mean.Zip(ImageNetNormalisation.Deviation, (mean, deviation) => new ActivationRange(-mean / deviation, (1 - mean) / deviation));
        return channels.Aggregate((a, b) => a.Or(b));
    }

    private delegate void Counter(string value, ReadOnlySpan<float> numbers);
}
