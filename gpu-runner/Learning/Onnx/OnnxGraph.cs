using System.Globalization;
using System.Runtime.InteropServices;
using global::Onnx;
using Google.Protobuf;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// A graph of ONNX operators as it grows: nodes in the order in which they run, and the constants they read. A node has one output, which
/// carries the node's name. Operators are those of operator set <see cref="OperatorSet"/>.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The version of the standard's operators that are used.</summary>
    public const int OperatorSet = 17;

    /// <summary>The name of the batch size, where it stands for a number that is not known before a run.</summary>
    public const string Batch = "batch";

    private const int IrVersion = 8; // The one that came with operator set 17.
    private readonly GraphProto _graph = new() { Name = name };

    /// <summary>Declares a float32 input of N×channels×height×width, all but the channels known only when it runs.</summary>
    public string Input(string value, long channels)
    {
        _graph.Input.Add(Picture(value, channels));
        return value;
    }

    /// <summary>Declares an output, as <see cref="Input"/> does.</summary>
    public void Output(string value, long channels) => _graph.Output.Add(Picture(value, channels));

    /// <summary>Adds a node and returns the name of what it computes.</summary>
    public string Add(string operation, string node, string[] inputs, params AttributeProto[] attributes)
    {
        _graph.Node.Add(new NodeProto { OpType = operation, Name = node, Input = { inputs }, Output = { node }, Attribute = { attributes } });
        return node;
    }

    /// <summary>Adds float32 numbers.</summary>
    public string Constant(string value, ReadOnlySpan<float> numbers, params long[] shape) =>
        Constant(value, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(numbers), shape);

    /// <summary>Adds a vector of whole numbers.</summary>
    public string Constant(string value, ReadOnlySpan<long> numbers) =>
        Constant(value, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(numbers), numbers.Length);

    /// <summary>Adds numbers of any type from their bytes, little-endian.</summary>
    public string Constant(string value, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        _graph.Initializer.Add(new TensorProto { Name = value, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) });
        return value;
    }

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Attribute(string attribute, long number) => new() { Name = attribute, Type = AttributeProto.Types.AttributeType.Int, I = number };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Attribute(string attribute, params long[] numbers) => new() { Name = attribute, Type = AttributeProto.Types.AttributeType.Ints, Ints = { numbers } };

    /// <summary>An attribute that is a word.</summary>
    public static AttributeProto Attribute(string attribute, string word) => new() { Name = attribute, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(word) };

    /// <summary>The graph as a model.</summary>
    /// <param name="metadata">What is known of the model, in the order in which it is written.</param>
    public ModelProto Model(IEnumerable<KeyValuePair<string, string>> metadata) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "CloudRestore",
        ProducerVersion = typeof(OnnxGraph).Assembly.GetName().Version!.ToString(3),
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
        MetadataProps = { metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
        Graph = _graph,
    };

    private static ValueInfoProto Picture(string value, long channels) => new()
    {
        Name = value,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)TensorProto.Types.DataType.Float,
                Shape = new TensorShapeProto { Dim = { Dimension(Batch), Dimension(channels.ToString(CultureInfo.InvariantCulture)), Dimension("height"), Dimension("width") } },
            },
        },
    };

    private static TensorShapeProto.Types.Dimension Dimension(string size) =>
        long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new() { DimValue = number } : new() { DimParam = size };
}
