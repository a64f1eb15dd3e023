using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// A weight divided by its largest singular value (Miyato et al. 2018), seen as a matrix of its first dimension by the rest. In
/// training every call refines the estimate by one power iteration; the estimate's vectors are buffers and so part of the saved state.
/// </summary>
internal sealed class SpectralNorm : Module
{
    private const double Epsilon = 1e-12;

    [ComponentName(Name = "weight_orig")]
    private readonly Parameter _weight;
    [ComponentName(Name = "weight_u")]
    private readonly Tensor _left;
    [ComponentName(Name = "weight_v")]
    private readonly Tensor _right;

    /// <summary>Starts with the given weight, which it takes over, and random unit vectors.</summary>
    public SpectralNorm(Tensor weight, WeightSource source)
        : base(nameof(SpectralNorm))
    {
        _weight = new Parameter(weight);
        _left = source.UnitVector(_weight.shape[0]);
        _right = source.UnitVector(_weight.numel() / _weight.shape[0]);
        register_buffer("weight_u", _left);
        register_buffer("weight_v", _right);
        RegisterComponents();
    }

    /// <summary>The normalised weight, in the shape of the original and differentiable with respect to it.</summary>
    public Tensor Normalised()
    {
        using var scope = NewDisposeScope();
        var matrix = _weight.reshape(_weight.shape[0], -1);
        if (training) Refine(matrix);
        // Copies: autograd keeps them, and the next call changes the buffers in place.
        var left = _left.clone();
        var sigma = left.dot(matrix.mv(_right.clone()));
        return (_weight / sigma).MoveToOuterDisposeScope();
    }

    private void Refine(Tensor matrix)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _right.copy_(Unit(matrix.t().mv(_left)));
        _left.copy_(Unit(matrix.mv(_right)));
    }

    private static Tensor Unit(Tensor vector) => vector / vector.norm().AtLeast(Epsilon);
}
