using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// The decoder as ONNX operators. Its batch normalisations act on feature maps that are used elsewhere too, so they stay, as a scale and
/// a shift. What was enlarged has no negative values, so that ReLU after it and a skip is ReLU of the skip alone.
/// </summary>
internal sealed class DecoderGraph(NetworkWeights weights, OnnxLayers layers, GeneratorOptions options)
{
    /// <summary>The decoder's answer at full size, three channels or, for a gate, four, before the head.</summary>
    public string Answer(string image, IReadOnlyList<string> maps)
    {
        var features = layers.Relu(Scaled("decoder.bn", maps[^1]));
        features = ConvolutionRelu("decoder.middle2", ConvolutionRelu("decoder.middle1", features));
        for (var block = 0; block < maps.Count - 1; block++)
            features = Block($"decoder.blocks.{block}", features, maps[maps.Count - 2 - block]);
        if (options.HalfSizeCross)
            features = layers.Sum("decoder.crossed", features, layers.Convolution("decoder.cross", image, weights.WeightNormalised("decoder.cross"), stride: 2));
        for (var block = 0; weights.Has($"decoder.refine.{block}.conv1.weight_v"); block++)
            features = Refined($"decoder.refine.{block}", features);
        return weights.Has("decoder.half.last.weight_v") ? HalfSize("decoder.half", features) : FullSize("decoder.full", features, image);
    }

    private string Block(string name, string below, string skip)
    {
        var up = Enlarged($"{name}.shuf", below, options.Blur);
        var features = layers.Concatenation($"{name}.cat", up, layers.Relu(Scaled($"{name}.bn", skip)));
        features = ConvolutionRelu($"{name}.conv2", ConvolutionRelu($"{name}.conv1", features));
        return weights.Has($"{name}.attention.gamma") ? Attended($"{name}.attention", features) : features;
    }

    private string Refined(string name, string input) =>
        layers.Sum($"{name}.sum", Convolution($"{name}.conv2", ConvolutionRelu($"{name}.conv1", input)), input);

    private string HalfSize(string name, string features)
    {
        var shuffled = layers.PixelShuffle(name, Convolution($"{name}.last", features));
        return options.HalfSizeBlur ? layers.Blur($"{name}.blur", shuffled) : shuffled;
    }

    private string FullSize(string name, string features, string image)
    {
        features = Enlarged($"{name}.shuf", features, blur: false);
        if (options.LastCross) features = layers.Concatenation($"{name}.cross", features, image);
        var residual = ConvolutionRelu($"{name}.res2", ConvolutionRelu($"{name}.res1", features));
        return Convolution($"{name}.last", layers.Sum($"{name}.res", features, residual));
    }

    private string Enlarged(string name, string input, bool blur)
    {
        var shuffled = layers.PixelShuffle(name, ConvolutionRelu($"{name}.conv", input));
        return blur ? layers.Blur($"{name}.blur", shuffled) : shuffled;
    }

    private string Attended(string name, string input) => layers.SelfAttention(
        name,
        input,
        weights.SpectrallyNormalised($"{name}.query"),
        weights.SpectrallyNormalised($"{name}.key"),
        weights.SpectrallyNormalised($"{name}.value", weights.Number($"{name}.gamma")));

    private string Convolution(string name, string input) => layers.Convolution(name, input, weights.WeightNormalised(name));

    private string ConvolutionRelu(string name, string input) => layers.Relu(Convolution(name, input));

    private string Scaled(string name, string input) => layers.Scale(name, input, weights.BatchNormalisation(name));
}
