using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Arithmetic with numbers, safe beside other threads. TorchSharp (0.107) turns a number, and the hidden factor 1 of every addition, into a
/// <see cref="Scalar"/> that nothing refers to once its handle was read: a garbage collection that another thread starts may free it while
/// the native call still reads it. Here every scalar lives until the call has returned. Use these in place of the operators.
/// </summary>
internal static class Arithmetic
{
    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right)
    {
        using var factor = 1.ToScalar();
        return left.add(right, factor);
    }

    /// <summary>The difference of two tensors.</summary>
    public static Tensor Minus(this Tensor left, Tensor right)
    {
        using var factor = (-1).ToScalar();
        return left.add(right, factor);
    }

    /// <summary>Adds a multiple of another tensor to this one.</summary>
    public static Tensor PlusInPlace(this Tensor left, Tensor right, double factor = 1)
    {
        using var scalar = factor.ToScalar();
        return left.add_(right, scalar);
    }

    /// <summary>Adds a number to this tensor.</summary>
    public static Tensor PlusInPlace(this Tensor left, double number)
    {
        using var scalar = number.ToScalar();
        using var factor = 1.ToScalar();
        return left.add_(scalar, factor);
    }

    /// <summary>Adds one to this tensor, of whole numbers or not.</summary>
    public static Tensor Increment(this Tensor left)
    {
        using var one = 1.ToScalar();
        return left.add_(one, one);
    }

    /// <summary>This tensor times a number.</summary>
    public static Tensor Times(this Tensor left, double number)
    {
        using var scalar = number.ToScalar();
        return left.mul(scalar);
    }

    /// <summary>Multiplies this tensor by a number.</summary>
    public static Tensor TimesInPlace(this Tensor left, double number)
    {
        using var scalar = number.ToScalar();
        return left.mul_(scalar);
    }

    /// <summary>Adds <paramref name="factor"/> times the product of two tensors to this one.</summary>
    public static Tensor PlusProductInPlace(this Tensor left, Tensor first, Tensor second, double factor)
    {
        using var scalar = factor.ToScalar();
        return left.addcmul_(first, second, scalar);
    }

    /// <summary>Adds <paramref name="factor"/> times the quotient of two tensors to this one.</summary>
    public static Tensor PlusQuotientInPlace(this Tensor left, Tensor dividend, Tensor divisor, double factor)
    {
        using var scalar = factor.ToScalar();
        return left.addcdiv_(dividend, divisor, scalar);
    }

    /// <summary>Moves this tensor towards another by a share from 0 to 1.</summary>
    public static Tensor ApproachInPlace(this Tensor left, Tensor target, double share)
    {
        left.TimesInPlace(1 - share);
        return left.PlusInPlace(target, share);
    }

    /// <summary>This tensor with no element below a number.</summary>
    public static Tensor AtLeast(this Tensor left, double number)
    {
        using var scalar = number.ToScalar();
        return left.clamp_min(scalar);
    }

    /// <summary>This tensor with no element above a number.</summary>
    public static Tensor AtMost(this Tensor left, double number)
    {
        using var scalar = number.ToScalar();
        return left.clamp_max(scalar);
    }

    /// <summary>Where this tensor is above a number.</summary>
    public static Tensor IsAbove(this Tensor left, double number)
    {
        using var scalar = number.ToScalar();
        return left.gt(scalar);
    }

    /// <summary>Multiplies negative elements by a slope, in place.</summary>
    public static Tensor LeakyReluInPlace(this Tensor left, double slope)
    {
        using var scalar = slope.ToScalar();
        return left.leaky_relu_(scalar);
    }
}
