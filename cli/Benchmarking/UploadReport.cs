namespace CloudRestore.Cli.Benchmarking;

/// <summary>What <c>bench uploads</c> measured: photographs dropped one after the other, each when the one before was restored.</summary>
/// <param name="Uploads">How many counted.</param>
/// <param name="MedianSeconds">From an upload to its restored photograph, the median.</param>
/// <param name="MedianJobSeconds">Of it the runner's attempt: reading the photograph, restoring it, writing it.</param>
/// <param name="MedianOverheadSeconds">What trigger, orchestration and queues took beside, the median.</param>
/// <param name="WorstOverheadSeconds">The same of the slowest.</param>
internal sealed record UploadReport(int Uploads, double MedianSeconds, double MedianJobSeconds, double MedianOverheadSeconds, double WorstOverheadSeconds)
{
    private const double MostOverheadSeconds = 1;

    /// <summary>Whether no upload waited more than a second beside its restoration.</summary>
    public Bound OverheadBound => new("seconds beside the runner's, of the slowest upload,", WorstOverheadSeconds, MostOverheadSeconds);
}
