using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The body of a ResNet with 18 or 34 layers (He et al. 2016), without pooling and classifier. Its parameters carry torchvision's names
/// (conv1.weight, bn1.weight, layer1.0.conv1.weight …) and, at width 1, torchvision's shapes, so that ImageNet weights fit.
/// </summary>
public sealed class ResNetEncoder : Module<Tensor, IReadOnlyList<Tensor>>
{
    [ComponentName(Name = "conv1")]
    private readonly PlainConvolution _conv1;
    [ComponentName(Name = "bn1")]
    private readonly BatchNormalisation _norm1;
    [ComponentName(Name = "layer1")]
    private readonly Sequential _layer1;
    [ComponentName(Name = "layer2")]
    private readonly Sequential _layer2;
    [ComponentName(Name = "layer3")]
    private readonly Sequential _layer3;
    [ComponentName(Name = "layer4")]
    private readonly Sequential _layer4;

    internal ResNetEncoder(int depth, double width, WeightSource source)
        : base(nameof(ResNetEncoder))
    {
        int[] blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            34 => [3, 4, 6, 3],
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "An encoder has 18 or 34 layers."),
        };
        long Wide(int channels) => Math.Max(8, (long)Math.Round(channels * width / 8) * 8);
        Channels = [Wide(64), Wide(64), Wide(128), Wide(256), Wide(512)];
        _conv1 = new PlainConvolution(3, Channels[0], 7, 2, source);
        _norm1 = new BatchNormalisation(Channels[0]);
        _layer1 = Layer(Channels[0], Channels[1], blocks[0], 1, source);
        _layer2 = Layer(Channels[1], Channels[2], blocks[1], 2, source);
        _layer3 = Layer(Channels[2], Channels[3], blocks[2], 2, source);
        _layer4 = Layer(Channels[3], Channels[4], blocks[3], 2, source);
        RegisterComponents();
    }

    /// <summary>Channels of the five feature maps that <see cref="forward"/> returns: 64, 64, 128, 256, 512 times the width.</summary>
    public IReadOnlyList<long> Channels { get; }

    /// <summary>The parameters of conv1, bn1, layer1 and layer2, which fastai's discriminative rates train slowest.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> EarlyParameters() => named_parameters().Where(p => IsEarly(p.name));

    /// <summary>The parameters of layer3 and layer4.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> LateParameters() => named_parameters().Where(p => !IsEarly(p.name));

    /// <summary>Feature maps of an N×3×H×W batch at strides 2, 4, 8, 16 and 32, largest first.</summary>
    public override IReadOnlyList<Tensor> forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var stem = _norm1.call(_conv1.call(input)).relu_();
        var first = _layer1.call(functional.max_pool2d(stem, 3, 2, 1));
        var second = _layer2.call(first);
        var third = _layer3.call(second);
        var fourth = _layer4.call(third);
        Tensor[] maps = [stem, first, second, third, fourth];
        foreach (var map in maps) map.MoveToOuterDisposeScope();
        return maps;
    }

    private static bool IsEarly(string name) =>
        !name.StartsWith("layer3", StringComparison.Ordinal) && !name.StartsWith("layer4", StringComparison.Ordinal);

    private static Sequential Layer(long inputs, long outputs, int blocks, long stride, WeightSource source) => Sequential(
        Enumerable.Range(0, blocks).Select(i => ($"{i}", (Module<Tensor, Tensor>)new BasicBlock(i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1, source))));
}
