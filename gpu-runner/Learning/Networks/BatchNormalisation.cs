using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Batch normalisation over N, H and W of N×C×H×W (Ioffe and Szegedy 2015), with torch's names, momentum 0.1 and epsilon 1e-5. TorchSharp's
/// own module counts its batches with a number that a garbage collection may free under the native call; see <see cref="Arithmetic"/>.
/// </summary>
internal sealed class BatchNormalisation : Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;

    /// <summary>Keeps the divisor above zero.</summary>
    public const double Epsilon = 1e-5;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    [ComponentName(Name = "running_mean")]
    private readonly Tensor _mean;
    [ComponentName(Name = "running_var")]
    private readonly Tensor _variance;
    [ComponentName(Name = "num_batches_tracked")]
    private readonly Tensor _batches;

    public BatchNormalisation(long channels)
        : base(nameof(BatchNormalisation))
    {
        _weight = new Parameter(ones(channels));
        _bias = new Parameter(zeros(channels));
        _mean = zeros(channels);
        _variance = ones(channels);
        _batches = zeros([], ScalarType.Int64);
        register_buffer("running_mean", _mean);
        register_buffer("running_var", _variance);
        register_buffer("num_batches_tracked", _batches);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        if (training)
            _batches.Increment();
        return functional.batch_norm(input, _mean, _variance, _weight, _bias, training, Momentum, Epsilon);
    }
}
