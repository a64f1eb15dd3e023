using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Optimisation;

/// <summary>Settings of <see cref="Adam"/>. The defaults are the lesson's pre-training.</summary>
public sealed record AdamOptions
{
    /// <summary>Decay of the gradient's mean; a schedule may override it step by step.</summary>
    [Range(0.0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the squared gradient's mean.</summary>
    [Range(0.0, 0.999999)]
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Added to the root of the squared gradient's mean.</summary>
    [Range(1e-16, 1e-1)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay: before each step a weight shrinks by this times the learning rate.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>
    /// Whether vectors (biases, batch norms, the lengths of weight norm) decay too. fastai's default, and so the lesson's, is that they
    /// do (<c>bn_wd=True</c>).
    /// </summary>
    public bool DecayVectors { get; init; } = true;

    /// <summary>Throws a <see cref="ValidationException"/> that names the first value out of its range.</summary>
    public AdamOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
