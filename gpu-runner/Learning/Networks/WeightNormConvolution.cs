using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// A convolution whose kernel is <c>g * v / |v|</c>, the norm taken per output channel (Salimans and Kingma 2016): direction and length
/// are learnt apart. With bias, padded to keep the size (divided by the stride). The parameters are named as PyTorch names them.
/// </summary>
internal sealed class WeightNormConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight_g")]
    private readonly Parameter _length;
    [ComponentName(Name = "weight_v")]
    private readonly Parameter _direction;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    private readonly long _padding;
    private readonly long _stride;

    /// <summary>Starts with the given kernel (outputs × inputs × size × size), which it takes over.</summary>
    public WeightNormConvolution(Tensor kernel, long stride = 1)
        : base(nameof(WeightNormConvolution))
    {
        _padding = (kernel.shape[2] - 1) / 2;
        _stride = stride;
        _length = new Parameter(Lengths(kernel));
        _direction = new Parameter(kernel);
        _bias = new Parameter(zeros(_direction.shape[0]));
        RegisterComponents();
    }

    /// <summary>Makes every output zero until training changes it; the directions stay, so that gradients flow to the lengths.</summary>
    public void StartAtZero()
    {
        using var _ = no_grad();
        _length.zero_();
    }

    public override Tensor forward(Tensor input)
    {
        using var norm = Lengths(_direction);
        using var ratio = _length / norm;
        using var kernel = _direction * ratio;
        return Convolution.Of(input, kernel, _bias, _stride, _padding);
    }

    private static Tensor Lengths(Tensor kernel)
    {
        using var rows = kernel.flatten(1);
        using var lengths = rows.norm(1);
        return lengths.reshape(-1, 1, 1, 1);
    }
}
