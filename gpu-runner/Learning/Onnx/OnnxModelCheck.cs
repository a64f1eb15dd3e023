using global::Onnx;
using Google.Protobuf;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// Refuses models that hold anything but what the exporter writes, before the runtime sees them: other operators, graphs in graphs,
/// functions, and weights that lie in other files.
/// </summary>
internal static class OnnxModelCheck
{
    private static readonly HashSet<string> Operators =
    [
        "Add", "AveragePool", "Concat", "Conv", "DepthToSpace", "DequantizeLinear", "MatMul", "MaxPool", "Mul", "Pad", "QuantizeLinear", "Relu", "Reshape",
        "Shape", "Sigmoid", "Slice", "Softmax", "Sub", "Transpose",
    ];

    /// <summary>Checks a model's bytes.</summary>
    /// <exception cref="FormatException">What is wrong, in one sentence.</exception>
    public static void Check(byte[] model)
    {
        var graph = Parse(model).Graph ?? throw new FormatException("It holds no graph.");
        if (graph.Initializer.Any(constant => constant.DataLocation != TensorProto.Types.DataLocation.Default || constant.ExternalData.Count > 0))
            throw new FormatException("Its weights lie in another file.");
        if (graph.Node.FirstOrDefault(node => node.Domain.Length > 0 || !Operators.Contains(node.OpType) || node.Attribute.Any(IsLarge)) is { } strange)
            throw new FormatException($"It holds the operator {strange.OpType}, which is not one of ours.");
        if (graph.Input.Count != 1 || graph.Output.Count != 1 || graph.Input[0].Name != GeneratorGraph.InputName || graph.Output[0].Name != GeneratorGraph.OutputName)
            throw new FormatException($"It does not turn {GeneratorGraph.InputName} into {GeneratorGraph.OutputName}.");
    }

    private static ModelProto Parse(byte[] model)
    {
        try
        {
            var parsed = ModelProto.Parser.ParseFrom(model);
            return parsed.Functions.Count + parsed.TrainingInfo.Count == 0 ? parsed : throw new FormatException("It holds functions.");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException("It is not in the ONNX format.", e);
        }
    }

    // Ours are numbers, lists of numbers and words.
    private static bool IsLarge(AttributeProto attribute) =>
        attribute.Type is not (AttributeProto.Types.AttributeType.Int or AttributeProto.Types.AttributeType.Ints or AttributeProto.Types.AttributeType.String);
}
