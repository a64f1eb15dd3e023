using System.Runtime.InteropServices;
using global::Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>
/// Rewrites a float32 model so that most of it is computed in bytes (Jacob et al. 2018): feature maps as unsigned bytes with one scale and zero,
/// kernels as signed bytes with a scale for each output. Written as pairs of QuantizeLinear and DequantizeLinear around float32 operators,
/// which every engine understands and which ONNX Runtime fuses to integer ones.
/// </summary>
internal sealed class QuantisedGraph
{
    private readonly OnnxGraph _graph = new("quantised-generator");
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, ActivationRange> _ranges;
    private readonly QuantisationPlan _plan;
    private readonly Dictionary<string, string> _bytes = [];
    private readonly Dictionary<string, string> _floats = [];
    private readonly Dictionary<string, string> _rounded = [];
    private readonly HashSet<string> _written = [];

    private QuantisedGraph(GraphProto graph, IReadOnlyDictionary<string, ActivationRange> ranges)
    {
        _constants = graph.Initializer.ToDictionary(constant => constant.Name);
        _plan = new QuantisationPlan(graph);
        _ranges = _plan.Shared(ranges);
    }

    /// <summary>Rewrites a model.</summary>
    /// <param name="model">The float32 model.</param>
    /// <param name="ranges">The range of each value that <see cref="QuantisationPlan.Ranged"/> names, and of the input.</param>
    public static ModelProto Build(ModelProto model, IReadOnlyDictionary<string, ActivationRange> ranges)
    {
        var quantised = new QuantisedGraph(model.Graph, ranges);
        quantised.Write(model.Graph);
        return quantised._graph.Model(model.MetadataProps.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)).Append(new("precision", "int8")));
    }

    private void Write(GraphProto graph)
    {
        var picture = graph.Input[0];
        _floats[picture.Name] = _graph.Input(picture.Name, picture.Type.TensorType.Shape.Dim[1].DimValue);
        foreach (var node in graph.Node.Where(node => !_bytes.ContainsKey(node.Output[0])))
        {
            if (node.OpType == "Conv" && _plan.IsQuantised(node)) Round(node, [Rounded(node.Input[0]), .. Kernel(node)]);
            else if (node.OpType is "Add" or "Concat" or "AveragePool" && AreRanged(node)) Round(node, [.. node.Input.Select(Rounded)]);
            else if (QuantisationPlan.IsMove(node) && AreRanged(node)) Move(node);
            else _floats[node.Output[0]] = _graph.Add(node.OpType, node.Name, [.. node.Input.Select(Float)], [.. node.Attribute]);
        }
        _graph.Output(graph.Output[0].Name, graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue);
    }

    private bool AreRanged(NodeProto node) => node.Input.All(value => _constants.ContainsKey(value) || _ranges.ContainsKey(value)) && _ranges.ContainsKey(node.Output[0]);

    /// <summary>Computes a node and rounds what comes out. Where the lowest byte stands for zero, rounding is ReLU too.</summary>
    private void Round(NodeProto node, string[] inputs)
    {
        var output = _graph.Add(node.OpType, node.Name, inputs, [.. node.Attribute]);
        var result = _plan.Result(node);
        if (_plan.ReluAfter(node) is { } relu && _ranges[result].Zero != 0) output = _graph.Add(relu.OpType, relu.Name, [output]);
        _bytes[result] = Quantise(result, output);
    }

    private void Move(NodeProto node)
    {
        string[] inputs = [Bytes(node.Input[0]), .. node.Input.Skip(1).Select(Constant)];
        _bytes[node.Output[0]] = _graph.Add(node.OpType, node.Name, inputs, [.. node.Attribute]);
    }

    private string[] Kernel(NodeProto convolution)
    {
        var (name, kernel) = (convolution.Name, _constants[convolution.Input[1]]);
        var quantised = QuantisedKernel.Of(kernel, _constants[convolution.Input[2]], _ranges[convolution.Input[0]].Scale);
        var outputs = quantised.Bias.Length;
        var bytes = _graph.Constant($"{name}.kernel", DataType.Int8, MemoryMarshal.AsBytes<sbyte>(quantised.Kernel), [.. kernel.Dims]);
        var sums = _graph.Constant($"{name}.bias", DataType.Int32, MemoryMarshal.AsBytes<int>(quantised.Bias), outputs);
        return
        [
            _graph.Add("DequantizeLinear", $"{bytes}.float", [bytes, _graph.Constant($"{bytes}.scale", quantised.Scales, outputs)], OnnxGraph.Attribute("axis", 0L)),
            _graph.Add("DequantizeLinear", $"{sums}.float", [sums, _graph.Constant($"{sums}.scale", quantised.BiasScales, outputs)], OnnxGraph.Attribute("axis", 0L)),
        ];
    }

    /// <summary>A value as float32: unrounded where it was computed so.</summary>
    private string Float(string value) => _constants.ContainsKey(value) ? Constant(value) : _floats.TryGetValue(value, out var known) ? known : Rounded(value);

    private string Rounded(string value)
    {
        if (!_rounded.TryGetValue(value, out var known))
            _rounded[value] = known = _graph.Add("DequantizeLinear", $"{value}.float", [Bytes(value), .. Scale(value)]);
        return known;
    }

    private string Bytes(string value)
    {
        if (!_bytes.TryGetValue(value, out var known)) _bytes[value] = known = Quantise(value, _floats[value]);
        return known;
    }

    private string Quantise(string value, string numbers) => _graph.Add("QuantizeLinear", $"{value}.byte", [numbers, .. Scale(value)]);

    private string[] Scale(string value) =>
    [
        Once($"{value}.scale", name => _graph.Constant(name, [_ranges[value].Scale])),
        Once($"{value}.zero", name => _graph.Constant(name, DataType.Uint8, [_ranges[value].Zero])),
    ];

    private string Constant(string name) => Once(name, _ => _graph.Constant(name, (DataType)_constants[name].DataType, _constants[name].RawData.Span, [.. _constants[name].Dims]));

    private string Once(string name, Func<string, string> add)
    {
        if (_written.Add(name)) add(name);
        return name;
    }
}
