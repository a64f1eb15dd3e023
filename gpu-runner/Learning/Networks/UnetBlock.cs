using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// One step up the U: enlarge what comes from below, put the batch-normalised features of the encoder beside it, ReLU, and two 3x3
/// convolutions, each followed by ReLU and the second, if asked, by self-attention. fastai's <c>UnetBlock</c>.
/// </summary>
internal sealed class UnetBlock : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "shuf")]
    private readonly PixelShuffleUpsampling _enlarge;
    [ComponentName(Name = "bn")]
    private readonly BatchNormalisation _norm;
    [ComponentName(Name = "conv1")]
    private readonly WeightNormConvolution _conv1;
    [ComponentName(Name = "conv2")]
    private readonly WeightNormConvolution _conv2;
    [ComponentName(Name = "attention")]
    private readonly SelfAttention? _attention;

    public UnetBlock(long below, long skip, bool last, bool blur, bool attention, WeightSource source)
        : base(nameof(UnetBlock))
    {
        var inputs = (below / 2) + skip;
        Outputs = last ? inputs / 2 : inputs;
        _enlarge = new PixelShuffleUpsampling(below, below / 2, blur, source);
        _norm = new BatchNormalisation(skip);
        _conv1 = new WeightNormConvolution(source.KaimingFanIn(Outputs, inputs, 3, 3));
        _conv2 = new WeightNormConvolution(source.KaimingFanIn(Outputs, Outputs, 3, 3));
        _attention = attention ? new SelfAttention(Outputs, source) : null;
        RegisterComponents();
    }

    /// <summary>Channels that come out.</summary>
    public long Outputs { get; }

    public override Tensor forward(Tensor below, Tensor skip)
    {
        using var scope = NewDisposeScope();
        var up = _enlarge.call(below);
        if (up.shape[2] != skip.shape[2] || up.shape[3] != skip.shape[3])
            up = functional.interpolate(up, [skip.shape[2], skip.shape[3]], mode: InterpolationMode.Nearest);
        var features = cat([up, _norm.call(skip)], 1).relu_();
        features = _conv2.call(_conv1.call(features).relu_()).relu_();
        if (_attention is not null) features = _attention.call(features);
        return features.MoveToOuterDisposeScope();
    }
}
