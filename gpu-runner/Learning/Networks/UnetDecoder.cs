using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Everything after the encoder: batch norm and two convolutions at the bottom, four <see cref="UnetBlock"/>s, a last enlargement to full
/// size (without blur, as in fastai), the input once more beside it, a residual block, and a 1x1 convolution to three channels.
/// </summary>
internal sealed class UnetDecoder : Module<Tensor, IReadOnlyList<Tensor>, Tensor>
{
    [ComponentName(Name = "bn")]
    private readonly BatchNormalisation _norm;
    [ComponentName(Name = "middle1")]
    private readonly WeightNormConvolution _middle1;
    [ComponentName(Name = "middle2")]
    private readonly WeightNormConvolution _middle2;
    [ComponentName(Name = "blocks")]
    private readonly ModuleList<UnetBlock> _blocks;
    [ComponentName(Name = "shuf")]
    private readonly PixelShuffleUpsampling _enlarge;
    [ComponentName(Name = "res1")]
    private readonly WeightNormConvolution _residual1;
    [ComponentName(Name = "res2")]
    private readonly WeightNormConvolution _residual2;
    [ComponentName(Name = "last")]
    private readonly WeightNormConvolution _last;
    private readonly bool _lastCross;

    public UnetDecoder(IReadOnlyList<long> encoder, GeneratorOptions options, WeightSource source)
        : base(nameof(UnetDecoder))
    {
        var bottom = encoder[^1];
        _norm = new BatchNormalisation(bottom);
        _middle1 = new WeightNormConvolution(source.KaimingFanIn(2 * bottom, bottom, 3, 3));
        _middle2 = new WeightNormConvolution(source.KaimingFanIn(bottom, 2 * bottom, 3, 3));
        var below = bottom;
        var blocks = new List<UnetBlock>();
        for (var skip = encoder.Count - 2; skip >= 0; skip--)
        {
            blocks.Add(new UnetBlock(below, encoder[skip], last: skip == 0, options.Blur, options.SelfAttention && blocks.Count == 1, source));
            below = blocks[^1].Outputs;
        }
        _blocks = new ModuleList<UnetBlock>([.. blocks]);
        _enlarge = new PixelShuffleUpsampling(below, below, blur: false, source);
        _lastCross = options.LastCross;
        var channels = below + (_lastCross ? 3 : 0);
        _residual1 = new WeightNormConvolution(source.KaimingFanIn(channels, channels, 3, 3));
        _residual2 = new WeightNormConvolution(source.KaimingFanIn(channels, channels, 3, 3));
        _last = new WeightNormConvolution(source.KaimingFanIn(3, channels, 1, 1));
        if (options.Head == GeneratorHead.Residual) _last.StartAtZero();
        RegisterComponents();
    }

    public override Tensor forward(Tensor image, IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var features = _norm.call(maps[^1]).relu_();
        features = _middle2.call(_middle1.call(features).relu_()).relu_();
        for (var i = 0; i < _blocks.Count; i++) features = _blocks[i].call(features, maps[maps.Count - 2 - i]);
        features = _enlarge.call(features);
        if (_lastCross) features = cat([features, image], 1);
        var residual = _residual2.call(_residual1.call(features).relu_()).relu_();
        return _last.call(features.Plus(residual)).MoveToOuterDisposeScope();
    }
}
