namespace CloudRestore.Learning.Stages;

/// <summary>Where a stage stands.</summary>
/// <param name="Stage">One of <see cref="StageNames"/>.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all; at least 1.</param>
/// <param name="Loss">The loss of the last step, if the stage trains.</param>
/// <param name="ImagesPerSecond">Images per second since this process took the stage up, if known yet.</param>
/// <param name="SecondsLeft">Estimated seconds to the end, if known yet.</param>
/// <param name="Metrics">Other figures, such as <c>accuracy</c> or <c>psnrRestored</c>.</param>
public sealed record StageProgress(
    string Stage,
    long Step,
    long Steps,
    double? Loss,
    double? ImagesPerSecond,
    double? SecondsLeft,
    IReadOnlyDictionary<string, double>? Metrics);
