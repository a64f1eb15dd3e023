using System.Globalization;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using global::Onnx;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// A generator as an ONNX model: <see cref="InputName"/> and <see cref="OutputName"/>, N×3×H×W float32 in ImageNet-normalised units, H and W
/// multiples of <see cref="Generator.Stride"/>, computed as the network does in evaluation mode.
/// </summary>
internal static class GeneratorGraph
{
    /// <summary>The damaged picture.</summary>
    public const string InputName = "damaged";

    /// <summary>The restored picture.</summary>
    public const string OutputName = "restored";

    private const long Rgb = 3;

    /// <summary>Builds the model; the same weights and card give the same bytes.</summary>
    public static ModelProto Build(Generator generator, ModelCard card)
    {
        var graph = new OnnxGraph("generator");
        var layers = new OnnxLayers(graph);
        var weights = new NetworkWeights(generator);
        var image = graph.Input(InputName, Rgb);
        var answer = new DecoderGraph(weights, layers, generator.Options).Answer(image, new EncoderGraph(weights, layers).Maps(image));
        _ = generator.Options.Head switch
        {
            GeneratorHead.Residual => layers.Sum(OutputName, image, answer),
            GeneratorHead.Gated => layers.Gated(OutputName, image, answer, Generator.OpenGate),
            _ => layers.SigmoidRange(OutputName, answer, Generator.OutputRange),
        };
        graph.Output(OutputName, Rgb);
        return graph.Model(
        [
            new("name", card.Name),
            new("version", card.Version),
            new("license", card.License),
            new("stride", Generator.Stride.ToString(CultureInfo.InvariantCulture)),
            new("mean", string.Join(' ', ImageNetNormalisation.Mean.Select(Text))),
            new("deviation", string.Join(' ', ImageNetNormalisation.Deviation.Select(Text))),
            new("weightsSha256", card.WeightsSha256),
        ]);
    }

    private static string Text(float number) => number.ToString(CultureInfo.InvariantCulture);
}
