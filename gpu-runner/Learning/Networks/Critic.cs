using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The network that tells originals from restorations, patch by patch: fastai's <c>gan_critic</c>. Takes N×3×H×W in ImageNet-normalised
/// units and returns N×P logits, positive for "original", one per overlapping patch: 25 at 128 pixels, 169 at 256. All convolutions are
/// spectrally normalised and followed by leaky ReLU with slope 0.2; there is no batch norm.
/// </summary>
public sealed class Critic : Module<Tensor, Tensor>
{
    private const double Slope = 0.2;

    [ComponentName(Name = "first")]
    private readonly SpectralConvolution _first;
    [ComponentName(Name = "dropouts")]
    private readonly ModuleList<ChannelDropout> _dropouts;
    [ComponentName(Name = "dense1")]
    private readonly SpectralConvolution _dense1;
    [ComponentName(Name = "dense2")]
    private readonly SpectralConvolution _dense2;
    [ComponentName(Name = "blocks")]
    private readonly ModuleList<SpectralConvolution> _blocks;
    [ComponentName(Name = "attention")]
    private readonly SelfAttention _attention;
    [ComponentName(Name = "last")]
    private readonly SpectralConvolution _last;

    /// <summary>Builds the network with fresh weights, on the CPU. The same options give the same weights.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A value of the options is out of its range.</exception>
    public Critic(CriticOptions options)
        : base(nameof(Critic))
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Validated();
        using var source = new WeightSource(options.Seed);
        long filters = options.Filters;
        _first = new SpectralConvolution(3, filters, 4, source, stride: 2);
        _dense1 = new SpectralConvolution(filters, filters, 3, source);
        _dense2 = new SpectralConvolution(filters, filters, 3, source);
        filters *= 2;
        _attention = new SelfAttention(filters * 2, source);
        _blocks = [];
        _dropouts = [new ChannelDropout(options.Dropout / 2, options.Seed)];
        for (var block = 0; block < options.Blocks; block++, filters *= 2)
        {
            _dropouts.Add(new ChannelDropout(options.Dropout, options.Seed + (ulong)block + 1));
            _blocks.Add(new SpectralConvolution(filters, filters * 2, 4, source, stride: 2));
        }
        _last = new SpectralConvolution(filters, 1, 4, source, padding: 0, bias: false);
        RegisterComponents();
    }

    /// <summary>What the network was built from.</summary>
    public CriticOptions Options { get; }

    /// <summary>The smallest height and width that give a logit, in pixels.</summary>
    public int SmallestSize => 4 << (Options.Blocks + 1);

    /// <inheritdoc />
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var features = Activate(_first.call(input));
        features = _dropouts[0].call(features);
        features = cat([Activate(_dense2.call(Activate(_dense1.call(features)))), features], 1);
        for (var block = 0; block < _blocks.Count; block++)
        {
            features = Activate(_blocks[block].call(_dropouts[block + 1].call(features)));
            if (block == 0) features = _attention.call(features);
        }
        return _last.call(features).flatten(1).MoveToOuterDisposeScope();
    }

    private static Tensor Activate(Tensor features) => features.LeakyReluInPlace(Slope);
}
