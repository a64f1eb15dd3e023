using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The lesson's end of the U: enlarge to full size (without blur, as in fastai), put the input beside it if asked, a residual block, and a
/// 1x1 convolution to three channels.
/// </summary>
internal sealed class FullSizeEnd : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "shuf")]
    private readonly PixelShuffleUpsampling _enlarge;
    [ComponentName(Name = "res1")]
    private readonly WeightNormConvolution _residual1;
    [ComponentName(Name = "res2")]
    private readonly WeightNormConvolution _residual2;
    [ComponentName(Name = "last")]
    private readonly WeightNormConvolution _last;
    private readonly bool _lastCross;

    public FullSizeEnd(long below, bool lastCross, bool startAtZero, WeightSource source)
        : base(nameof(FullSizeEnd))
    {
        _enlarge = new PixelShuffleUpsampling(below, below, blur: false, source);
        _lastCross = lastCross;
        var channels = below + (lastCross ? 3 : 0);
        _residual1 = new WeightNormConvolution(source.KaimingFanIn(channels, channels, 3, 3));
        _residual2 = new WeightNormConvolution(source.KaimingFanIn(channels, channels, 3, 3));
        _last = new WeightNormConvolution(source.KaimingFanIn(3, channels, 1, 1));
        if (startAtZero) _last.StartAtZero();
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor image)
    {
        using var scope = NewDisposeScope();
        features = _enlarge.call(features);
        if (_lastCross) features = cat([features, image], 1);
        var residual = _residual2.call(_residual1.call(features).relu_()).relu_();
        return _last.call(features.Plus(residual)).MoveToOuterDisposeScope();
    }
}
