using System.Diagnostics;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>What the processor can do: float32 products of square matrices, large enough to leave the caches and small enough to be quick.</summary>
public static class GemmPeak
{
    private const int Size = 2048;
    private const int Products = 5;

    /// <summary>The best of a few products, in GFLOP/s.</summary>
    public static double Measure()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var source = new WeightSource(1);
        var (a, b) = (source.KaimingFanIn(Size, Size), source.KaimingFanIn(Size, Size));
        var best = double.MaxValue;
        for (var i = 0; i <= Products; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var product = a.matmul(b);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best / 1e9;
    }
}
