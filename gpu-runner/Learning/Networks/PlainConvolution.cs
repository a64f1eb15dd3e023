using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>A convolution without bias, as in torchvision's ResNets (its <c>weight</c> is outputs × inputs × size × size).</summary>
internal sealed class PlainConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    private readonly long _stride;
    private readonly long _padding;

    public PlainConvolution(long inputs, long outputs, long size, long stride, WeightSource source)
        : base(nameof(PlainConvolution))
    {
        _stride = stride;
        _padding = (size - 1) / 2;
        _weight = new Parameter(source.KaimingFanOut(outputs, inputs, size, size));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Convolution.Of(input, _weight, null, _stride, _padding);
}
