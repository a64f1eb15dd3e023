using System.Globalization;
using System.Text.RegularExpressions;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Costs;

/// <summary>What docs/results.md says was counted and measured.</summary>
internal static class Measured
{
    private static readonly string Results = File.ReadAllText(Path.Combine(Repository.Root, "docs", "results.md"));

    /// <summary>Operations of training the lesson's generator on one picture of 128 px, forward and backward, GFLOP.</summary>
    public static double TrainingGigaflopsAt128 { get; } = Number(@"on one picture of 128 px takes ([\d.]+) GFLOP");

    /// <summary>Operations of restoring a megapixel with the lesson's generator, GFLOP.</summary>
    public static double RestoringGigaflopsPerMegapixel { get; } = Number(@"restoring a megapixel ([\d,]+) GFLOP");

    /// <summary>Seconds of one core that the model that comes with the product takes for a megapixel, the slower of what was measured.</summary>
    public static double CoreSecondsPerMegapixel { get; } = Number(@"ONNX\s+Runtime 1\.3 to (1\.5)");

    private static double Number(string pattern)
    {
        var match = Regex.Match(Results, pattern);
        match.Success.Should().BeTrue($"docs/results.md says '{pattern}'");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
