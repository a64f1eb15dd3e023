using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Doubles a feature map: 1x1 convolution to four times the channels, ReLU, pixel shuffle (Shi et al. 2016) and, if asked, a
/// <see cref="BoxBlur"/>. fastai's <c>PixelShuffle_ICNR</c>.
/// </summary>
internal sealed class PixelShuffleUpsampling : Module<Tensor, Tensor>
{
    private const long Scale = 2;

    [ComponentName(Name = "conv")]
    private readonly WeightNormConvolution _conv;
    private readonly bool _blur;

    public PixelShuffleUpsampling(long inputs, long outputs, bool blur, WeightSource source)
        : base(nameof(PixelShuffleUpsampling))
    {
        _conv = new WeightNormConvolution(source.Icnr(outputs * Scale * Scale, inputs, Scale));
        _blur = blur;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shuffled = functional.pixel_shuffle(_conv.call(input).relu_(), Scale);
        if (_blur)
            shuffled = BoxBlur.Of(shuffled);
        return shuffled.MoveToOuterDisposeScope();
    }
}
