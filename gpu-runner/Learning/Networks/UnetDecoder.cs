using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Everything after the encoder: batch norm and two convolutions at the bottom, four <see cref="UnetBlock"/>s, refinement if asked, and
/// one of the ends, <see cref="FullSizeEnd"/> as the lesson or <see cref="HalfSizeEnd"/>.
/// </summary>
internal sealed class UnetDecoder : Module<Tensor, IReadOnlyList<Tensor>, Tensor>
{
    // As the pixels of 2x2 places side by side and a 3x3 convolution of them.
    private const long CrossSize = 6;
    private const long CrossStride = 2;

    [ComponentName(Name = "bn")]
    private readonly BatchNormalisation _norm;
    [ComponentName(Name = "middle1")]
    private readonly WeightNormConvolution _middle1;
    [ComponentName(Name = "middle2")]
    private readonly WeightNormConvolution _middle2;
    [ComponentName(Name = "blocks")]
    private readonly ModuleList<UnetBlock> _blocks;
    [ComponentName(Name = "cross")]
    private readonly WeightNormConvolution? _cross;
    [ComponentName(Name = "refine")]
    private readonly ModuleList<RefinementBlock>? _refinement;
    [ComponentName(Name = "full")]
    private readonly FullSizeEnd? _fullSize;
    [ComponentName(Name = "half")]
    private readonly HalfSizeEnd? _halfSize;

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
        if (options.HalfSizeCross)
            _cross = new WeightNormConvolution(source.KaimingFanIn(below, 3, CrossSize, CrossSize), CrossStride);
        if (options.RefinementBlocks > 0)
            _refinement = new ModuleList<RefinementBlock>([.. Enumerable.Range(0, options.RefinementBlocks).Select(_ => new RefinementBlock(below, source))]);
        var startAtZero = options.Head is GeneratorHead.Residual or GeneratorHead.Gated;
        if (options.FullSizeBlock)
            _fullSize = new FullSizeEnd(below, options.LastCross, startAtZero, source);
        else
            _halfSize = new HalfSizeEnd(below, options.Head == GeneratorHead.Gated ? 4 : 3, options.HalfSizeBlur, startAtZero, source);
        RegisterComponents();
    }

    public override Tensor forward(Tensor image, IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var features = _norm.call(maps[^1]).relu_();
        features = _middle2.call(_middle1.call(features).relu_()).relu_();
        for (var i = 0; i < _blocks.Count; i++) features = _blocks[i].call(features, maps[maps.Count - 2 - i]);
        if (_cross is not null) features = features.Plus(_cross.call(image));
        // Not "?? []": that would be a new module, whose native half stays.
        if (_refinement is not null)
            foreach (var block in _refinement) features = block.call(features);
        return (_fullSize?.call(features, image) ?? _halfSize!.call(features)).MoveToOuterDisposeScope();
    }
}
