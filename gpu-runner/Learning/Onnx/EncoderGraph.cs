namespace CloudRestore.Learning.Onnx;

/// <summary>The ResNet encoder as ONNX operators; every batch normalisation follows a convolution and is folded into it.</summary>
internal sealed class EncoderGraph(NetworkWeights weights, OnnxLayers layers)
{
    private const int Stages = 4;

    /// <summary>The feature maps at strides 2, 4, 8, 16 and 32, largest first.</summary>
    public IReadOnlyList<string> Maps(string image)
    {
        var maps = new List<string> { layers.Relu(Normalised("encoder.conv1", "encoder.bn1", image, stride: 2)) };
        var features = layers.MaxPool("encoder.pool", maps[0]);
        for (var stage = 1; stage <= Stages; stage++)
        {
            for (var block = 0; weights.Has($"encoder.layer{stage}.{block}.conv1.weight"); block++)
                features = Block($"encoder.layer{stage}.{block}", features, stride: stage > 1 && block == 0 ? 2 : 1);
            maps.Add(features);
        }
        return maps;
    }

    private string Block(string name, string input, long stride)
    {
        var shortcut = weights.Has($"{name}.downsample.0.weight")
            ? Normalised($"{name}.downsample.0", $"{name}.downsample.1", input, stride)
            : input;
        var features = layers.Relu(Normalised($"{name}.conv1", $"{name}.bn1", input, stride));
        return layers.Relu(layers.Sum($"{name}.sum", Normalised($"{name}.conv2", $"{name}.bn2", features), shortcut));
    }

    private string Normalised(string convolution, string norm, string input, long stride = 1) =>
        layers.Convolution(convolution, input, weights.Plain(convolution).Then(weights.BatchNormalisation(norm)), stride);
}
