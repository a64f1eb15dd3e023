namespace CloudRestore.Learning.Onnx;

/// <summary>The layers that the generator is made of, as ONNX operators. Each takes the name of a value and returns that of another.</summary>
internal sealed class OnnxLayers(OnnxGraph graph)
{
    /// <summary>A convolution, padded to keep the size (divided by the stride).</summary>
    public string Convolution(string name, string input, ConvolutionWeights weights, long stride = 1)
    {
        var size = weights.Shape[2];
        var padding = (size - 1) / 2;
        var kernel = graph.Constant($"{name}.kernel", weights.Kernel, weights.Shape);
        var bias = graph.Constant($"{name}.bias", weights.Bias, weights.Outputs);
        return graph.Add(
            "Conv",
            name,
            [input, kernel, bias],
            OnnxGraph.Attribute("kernel_shape", size, size),
            OnnxGraph.Attribute("strides", stride, stride),
            OnnxGraph.Attribute("pads", padding, padding, padding, padding));
    }

    /// <summary>A scale and a shift of each channel.</summary>
    public string Scale(string name, string input, ChannelScale scale)
    {
        var weights = scale.AsConvolution();
        var kernel = graph.Constant($"{name}.kernel", weights.Kernel, weights.Shape);
        var bias = graph.Constant($"{name}.bias", weights.Bias, weights.Outputs);
        return graph.Add("Conv", name, [input, kernel, bias], OnnxGraph.Attribute("kernel_shape", 1, 1), OnnxGraph.Attribute("group", (long)weights.Outputs));
    }

    /// <summary>Nothing below zero.</summary>
    public string Relu(string input) => graph.Add("Relu", $"{input}.relu", [input]);

    /// <summary>A sum of two values of one shape.</summary>
    public string Sum(string name, string left, string right) => graph.Add("Add", name, [left, right]);

    /// <summary>Channels side by side.</summary>
    public string Concatenation(string name, string first, string second) => graph.Add("Concat", name, [first, second], OnnxGraph.Attribute("axis", 1));

    /// <summary>The largest of 3x3 values, at half the size.</summary>
    public string MaxPool(string name, string input) => graph.Add(
        "MaxPool", name, [input], OnnxGraph.Attribute("kernel_shape", 3, 3), OnnxGraph.Attribute("strides", 2, 2), OnnxGraph.Attribute("pads", 1, 1, 1, 1));

    /// <summary>Four channels become one of twice the size, ordered as torch's <c>pixel_shuffle</c> orders them.</summary>
    public string PixelShuffle(string name, string input) =>
        graph.Add("DepthToSpace", name, [input], OnnxGraph.Attribute("blocksize", 2), OnnxGraph.Attribute("mode", "CRD"));

    /// <summary>The mean of 2x2 values, the edge repeated above and on the left.</summary>
    public string Blur(string name, string input)
    {
        var pads = graph.Constant($"{name}.pads", [0, 0, 1, 1, 0, 0, 0, 0]);
        var padded = graph.Add("Pad", $"{name}.pad", [input, pads], OnnxGraph.Attribute("mode", "edge"));
        return graph.Add("AveragePool", name, [padded], OnnxGraph.Attribute("kernel_shape", 2, 2));
    }

    /// <summary>
    /// Attention of all positions to all others, added to the input. Written with queries last, where softmax runs over neighbours in memory.
    /// </summary>
    /// <param name="name">The layer.</param>
    /// <param name="input">N×C×H×W.</param>
    /// <param name="query">What positions ask with, a 1x1 convolution.</param>
    /// <param name="key">What they are asked for.</param>
    /// <param name="value">What they answer, the layer's factor in it.</param>
    public string SelfAttention(string name, string input, ConvolutionWeights query, ConvolutionWeights key, ConvolutionWeights value)
    {
        var flat = graph.Constant($"{name}.flat", [0, 0, -1]);
        string Positions(string part, ConvolutionWeights weights) => graph.Add("Reshape", $"{name}.{part}.flat", [Convolution($"{name}.{part}", input, weights), flat]);
        string Transposed(string matrix) => graph.Add("Transpose", $"{matrix}.transposed", [matrix], OnnxGraph.Attribute("perm", 0, 2, 1));
        var likeness = graph.Add("MatMul", $"{name}.likeness", [Transposed(Positions("key", key)), Positions("query", query)]);
        var attention = graph.Add("Softmax", $"{name}.softmax", [likeness], OnnxGraph.Attribute("axis", -1));
        var attended = Transposed(graph.Add("MatMul", $"{name}.attended", [attention, Transposed(Positions("value", value))]));
        var shape = graph.Add("Shape", $"{name}.shape", [input]);
        return Sum($"{name}.sum", input, graph.Add("Reshape", $"{name}.map", [attended, shape]));
    }

    /// <summary>The picture, as far as the fourth channel lets it be seen (<paramref name="open"/> less it, a logit), and the first three added.</summary>
    public string Gated(string name, string picture, string input, double open)
    {
        string Channels(string part, long from, long to) => graph.Add(
            "Slice",
            $"{name}.{part}",
            [input, graph.Constant($"{name}.{part}.from", [from]), graph.Constant($"{name}.{part}.to", [to]), graph.Constant($"{name}.{part}.axis", [1L])]);
        var logit = graph.Add("Sub", $"{name}.logit", [graph.Constant($"{name}.open", [(float)open]), Channels("gate", 3, 4)]);
        var shown = graph.Add("Mul", $"{name}.shown", [picture, graph.Add("Sigmoid", $"{name}.sigmoid", [logit])]);
        return Sum(name, shown, Channels("answer", 0, 3));
    }

    /// <summary>A sigmoid stretched to plus and minus a range.</summary>
    public string SigmoidRange(string name, string input, double range)
    {
        var sigmoid = graph.Add("Sigmoid", $"{name}.sigmoid", [input]);
        var stretched = graph.Add("Mul", $"{name}.stretched", [sigmoid, graph.Constant($"{name}.width", [(float)(2 * range)])]);
        return graph.Add("Add", name, [stretched, graph.Constant($"{name}.lowest", [(float)-range])]);
    }
}
