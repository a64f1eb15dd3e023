using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>A convolution with a spectrally normalised kernel, the critic's building block.</summary>
internal sealed class SpectralConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "kernel")]
    private readonly SpectralNorm _kernel;
    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;
    private readonly long _stride;
    private readonly long _padding;

    public SpectralConvolution(long inputs, long outputs, long size, WeightSource source, long stride = 1, long? padding = null, bool bias = true)
        : base(nameof(SpectralConvolution))
    {
        _stride = stride;
        _padding = padding ?? (size - 1) / 2;
        _kernel = new SpectralNorm(source.KaimingFanIn(outputs, inputs, size, size), source);
        _bias = bias ? new Parameter(zeros(outputs)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var kernel = _kernel.Normalised();
        return Convolution.Of(input, kernel, _bias, _stride, _padding);
    }
}
