namespace CloudRestore.Learning.Benchmarks;

/// <summary>Something whose speed is measured, again and again.</summary>
public interface IBenchmark : IDisposable
{
    /// <summary>Floating-point operations of one run, counted from the layers.</summary>
    double Operations { get; }

    /// <summary>What one run handles, in the benchmark's own unit: images or megapixels.</summary>
    double Units { get; }

    /// <summary>Does it once.</summary>
    void Run();
}
