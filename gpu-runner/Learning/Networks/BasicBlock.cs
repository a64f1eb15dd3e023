using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>Two 3x3 convolutions around a shortcut (He et al. 2016), with torchvision's names: conv1, bn1, conv2, bn2, downsample.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv1")]
    private readonly PlainConvolution _conv1;
    [ComponentName(Name = "bn1")]
    private readonly BatchNormalisation _norm1;
    [ComponentName(Name = "conv2")]
    private readonly PlainConvolution _conv2;
    [ComponentName(Name = "bn2")]
    private readonly BatchNormalisation _norm2;
    [ComponentName(Name = "downsample")]
    private readonly Sequential? _downsample;

    public BasicBlock(long inputs, long outputs, long stride, WeightSource source)
        : base(nameof(BasicBlock))
    {
        _conv1 = new PlainConvolution(inputs, outputs, 3, stride, source);
        _norm1 = new BatchNormalisation(outputs);
        _conv2 = new PlainConvolution(outputs, outputs, 3, 1, source);
        _norm2 = new BatchNormalisation(outputs);
        if (stride != 1 || inputs != outputs)
            _downsample = Sequential(("0", new PlainConvolution(inputs, outputs, 1, stride, source)), ("1", new BatchNormalisation(outputs)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shortcut = _downsample is null ? input : _downsample.call(input);
        var features = _norm1.call(_conv1.call(input)).relu_();
        return _norm2.call(_conv2.call(features)).PlusInPlace(shortcut).relu_().MoveToOuterDisposeScope();
    }
}
