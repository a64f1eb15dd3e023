using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>Two 3x3 convolutions with weight norm and without batch norm around a shortcut, as super-resolution networks use them (Lim et al. 2017, Yu et al. 2018).</summary>
internal sealed class RefinementBlock : Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv1")]
    private readonly WeightNormConvolution _conv1;
    [ComponentName(Name = "conv2")]
    private readonly WeightNormConvolution _conv2;

    public RefinementBlock(long channels, WeightSource source)
        : base(nameof(RefinementBlock))
    {
        _conv1 = new WeightNormConvolution(source.KaimingFanIn(channels, channels, 3, 3));
        _conv2 = new WeightNormConvolution(source.KaimingFanIn(channels, channels, 3, 3));
        _conv2.StartAtZero();
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _conv2.call(_conv1.call(input).relu_()).PlusInPlace(input).MoveToOuterDisposeScope();
    }
}
