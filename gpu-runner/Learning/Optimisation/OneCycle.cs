using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Optimisation;

/// <summary>
/// The one-cycle schedule (Smith 2018) as fastai 1 runs it: the learning rate climbs along half a cosine from peak / 25 to its peak and
/// falls to peak / 250,000, the momentum does the opposite. A pure function of the step.
/// </summary>
public sealed record OneCycle
{
    /// <summary>Steps in the whole cycle, one or more.</summary>
    [Range(1, long.MaxValue)]
    public required long Steps { get; init; }

    /// <summary>The share of the steps that climbs.</summary>
    [Range(0.0, 1.0)]
    public double PeakAt { get; init; } = 0.3;

    /// <summary>The peak divided by the first rate.</summary>
    [Range(1.0, 1e6)]
    public double Divisor { get; init; } = 25;

    /// <summary>The first rate divided by the last one.</summary>
    [Range(1.0, 1e9)]
    public double FinalDivisor { get; init; } = 1e4;

    /// <summary>Momentum at the start and the end.</summary>
    [Range(0.0, 0.9999)]
    public double MomentumHigh { get; init; } = 0.95;

    /// <summary>Momentum where the rate peaks.</summary>
    [Range(0.0, 0.9999)]
    public double MomentumLow { get; init; } = 0.85;

    /// <summary>How many steps climb; the step of this number is the peak.</summary>
    public long ClimbingSteps => Math.Clamp((long)(Steps * PeakAt), 0, Steps - 1);

    /// <summary>What to use for the step, counted from 0. The factor multiplies the peak rates of all groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not within the cycle.</exception>
    public Setting At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Steps);
        return step < ClimbingSteps
            ? Between(1 / Divisor, 1, MomentumHigh, MomentumLow, (double)step / ClimbingSteps)
            : Between(1, 1 / (Divisor * FinalDivisor), MomentumLow, MomentumHigh, (double)(step - ClimbingSteps) / (Steps - ClimbingSteps));
    }

    /// <summary>Throws a <see cref="ValidationException"/> that names the first value out of its range.</summary>
    public OneCycle Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }

    private static Setting Between(double rateFrom, double rateTo, double momentumFrom, double momentumTo, double share) =>
        new(Cosine(rateFrom, rateTo, share), Cosine(momentumFrom, momentumTo, share));

    private static double Cosine(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));

    /// <summary>What one step uses.</summary>
    /// <param name="RateFactor">Multiplies the peak learning rate; above 0, at most 1.</param>
    /// <param name="Momentum">Adam's beta1.</param>
    public readonly record struct Setting(double RateFactor, double Momentum);
}
