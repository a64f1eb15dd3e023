using global::Onnx;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>
/// What of a graph is computed in bytes. Convolutions of the picture itself and the last one stay in float32: the picture goes in and comes out
/// unrounded, and they cost little. So does everything after the last, and attention, whose products have no fixed range.
/// </summary>
internal sealed class QuantisationPlan
{
    private static readonly HashSet<string> Moves = ["MaxPool", "DepthToSpace", "Pad"];
    private static readonly HashSet<string> Computes = ["Conv", "Relu", "Add", "Concat", "AveragePool", .. Moves];

    private readonly GraphProto _graph;
    private readonly ILookup<string, NodeProto> _readers;
    private readonly NodeProto _last;

    /// <summary>Plans a graph with two convolutions at least.</summary>
    public QuantisationPlan(GraphProto graph)
    {
        _graph = graph;
        _readers = graph.Node.SelectMany(node => node.Input.Select(value => (value, node))).ToLookup(edge => edge.value, edge => edge.node);
        _last = graph.Node.Last(node => node.OpType == "Conv");
    }

    /// <summary>The values whose range must be known.</summary>
    public IReadOnlyList<string> Ranged() => [.. Before().Where(node => Computes.Contains(node.OpType)).Select(node => node.Output[0])];

    /// <summary>Whether a convolution is computed in bytes.</summary>
    public bool IsQuantised(NodeProto convolution) =>
        convolution.Input[0] != _graph.Input[0].Name && convolution != _last && _readers[Result(convolution)].Any(reader => Computes.Contains(reader.OpType));

    /// <summary>Whether a node only moves numbers, so that bytes in one scale stay in it.</summary>
    public static bool IsMove(NodeProto node) => Moves.Contains(node.OpType);

    /// <summary>The ReLU that alone reads a node's output, or null.</summary>
    public NodeProto? ReluAfter(NodeProto node) => _readers[node.Output[0]].ToList() is [{ OpType: "Relu" } relu] ? relu : null;

    /// <summary>What comes out of a node, after the ReLU that follows it.</summary>
    public string Result(NodeProto node) => (ReluAfter(node) ?? node).Output[0];

    /// <summary>
    /// Ranges such that values which only move, or lie side by side, have one scale and are never converted. A value that can be negative
    /// beside one that cannot keeps a range of its own.
    /// </summary>
    public Dictionary<string, ActivationRange> Shared(IReadOnlyDictionary<string, ActivationRange> ranges)
    {
        var shared = new Dictionary<string, ActivationRange>(ranges);
        var groups = ranges.Keys.ToDictionary(value => value, value => new List<string> { value });
        foreach (var node in Before().Where(node => IsMove(node) || node.OpType is "Concat" or "AveragePool"))
        {
            string[] values = [.. node.Input.Where(value => !IsConstant(value)), node.Output[0]];
            if (!values.All(groups.ContainsKey) || values.Select(value => shared[value].Lowest < 0).Distinct().Count() > 1) continue;
            var group = values.SelectMany(value => groups[value]).Distinct().ToList();
            var range = group.Select(value => shared[value]).Aggregate((a, b) => a.Or(b));
            foreach (var value in group) (groups[value], shared[value]) = (group, range);
        }
        return shared;
    }

    private IEnumerable<NodeProto> Before() => _graph.Node.TakeWhile(node => node != _last);

    private bool IsConstant(string value) => _graph.Initializer.Any(constant => constant.Name == value);
}
