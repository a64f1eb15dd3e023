using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The network that restores: a U-Net (Ronneberger et al. 2015) grown on a ResNet as fastai's <c>DynamicUnet</c> with weight norm. Takes
/// and returns N×3×H×W float32 in ImageNet-normalised units (<see cref="ImageNetNormalisation"/>), input and output of one size; H and W
/// must be multiples of <see cref="Stride"/>. What it returns lies in memory as <c>channels_last</c>.
/// </summary>
public sealed class Generator : Module<Tensor, Tensor>
{
    /// <summary>Height and width of the input are multiples of this, in pixels.</summary>
    public const int Stride = 32;

    /// <summary>The sigmoid head's outputs lie within plus and minus this, in normalised units.</summary>
    public const double OutputRange = 3;

    /// <summary>The logit of a gate that nothing closes: less than a fiftieth of the input is left out.</summary>
    internal const double OpenGate = 4;

    /// <summary>How the names of the convolution begin whose last outputs are the gate.</summary>
    internal const string GatedEnd = "decoder.half.last.";

    [ComponentName(Name = "encoder")]
    private readonly ResNetEncoder _encoder;
    [ComponentName(Name = "decoder")]
    private readonly UnetDecoder _decoder;

    /// <summary>Builds the network with fresh weights, on the CPU. The same options give the same weights.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">A value of the options is out of its range.</exception>
    public Generator(GeneratorOptions options)
        : base(nameof(Generator))
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Validated();
        using var source = new WeightSource(options.Seed);
        _encoder = new ResNetEncoder(options.Depth, options.Width, source);
        _decoder = new UnetDecoder(_encoder.Channels, options, source);
        RegisterComponents();
    }

    /// <summary>What the network was built from.</summary>
    public GeneratorOptions Options { get; }

    /// <summary>
    /// Whether the layers hand on and convolve bfloat16 in training mode; see <see cref="TrainingPrecision.Mixed"/>. Default false. What comes out is
    /// float32 all the same.
    /// </summary>
    public bool TrainsInMixedPrecision { get; set; }

    /// <summary>The encoder, for loading weights that were trained elsewhere.</summary>
    public ResNetEncoder Encoder => _encoder;

    /// <summary>Named parameters of the encoder, names as in the whole network.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> EncoderParameters() => named_parameters().Where(p => IsEncoder(p.name));

    /// <summary>Named parameters of everything after the encoder.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> DecoderParameters() => named_parameters().Where(p => !IsEncoder(p.name));

    /// <summary>
    /// fastai's three layer groups, slowest first: the encoder's early layers, its late ones, everything else. The names given to the
    /// parameters are those in the whole network.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<(string Name, Parameter Parameter)>> LayerGroups() =>
    [
        [.. _encoder.EarlyParameters().Select(p => ($"encoder.{p.Name}", p.Parameter))],
        [.. _encoder.LateParameters().Select(p => ($"encoder.{p.Name}", p.Parameter))],
        [.. DecoderParameters()],
    ];

    /// <summary>Stops training of the encoder's convolutions. As in fastai its batch norms go on learning, weights and statistics.</summary>
    public void FreezeEncoder()
    {
        foreach (var module in _encoder.modules().OfType<PlainConvolution>())
            foreach (var parameter in module.parameters()) parameter.requires_grad = false;
    }

    /// <summary>Lets the whole encoder train again.</summary>
    public void UnfreezeEncoder()
    {
        foreach (var parameter in _encoder.parameters()) parameter.requires_grad = true;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The input is not N×3×H×W with H and W multiples of <see cref="Stride"/>.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 4 || input.shape[1] != 3 || input.shape[2] % Stride != 0 || input.shape[3] % Stride != 0)
            throw new ArgumentException($"A generator takes N×3×H×W with H and W multiples of {Stride}, not {string.Join('×', input.shape)}.", nameof(input));
        using var scope = NewDisposeScope();
        var seen = training && TrainsInMixedPrecision ? input.to(ScalarType.BFloat16) : input;
        var output = _decoder.call(seen, _encoder.call(seen)).to(input.dtype);
        return (Options.Head switch
        {
            GeneratorHead.Residual => input.Plus(output),
            GeneratorHead.Gated => Gated(input, output),
            _ => sigmoid(output).Times(2 * OutputRange).PlusInPlace(-OutputRange),
        }).MoveToOuterDisposeScope();
    }

    private static Tensor Gated(Tensor input, Tensor output)
    {
        var logit = output.narrow(1, 3, 1).Times(-1).PlusInPlace(OpenGate);
        return input.mul(sigmoid(logit)).Plus(output.narrow(1, 0, 3));
    }

    private static bool IsEncoder(string name) => name.StartsWith("encoder.", StringComparison.Ordinal);
}
