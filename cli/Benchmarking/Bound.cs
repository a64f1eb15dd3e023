using System.Globalization;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>A measured figure and what it must keep to.</summary>
/// <param name="What">What was measured, with its unit.</param>
/// <param name="Measured">The figure.</param>
/// <param name="AtMost">The most that is allowed.</param>
internal sealed record Bound(string What, double Measured, double AtMost)
{
    /// <summary>Whether the figure keeps to it; one that is not a number does not.</summary>
    public bool IsMet => Measured <= AtMost;

    /// <summary>The judgement in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(IsMet ? "met" : "NOT MET")}: {What} at most {AtMost}; it is {Measured:0.00##}");
}
