namespace CloudRestore.Learning.Losses;

/// <summary>
/// Decides after every batch which network trains next, as fastai's <c>AdaptiveGANSwitcher</c>: the generator gets one batch, then the
/// critic trains until its batch loss falls below the threshold. The critic begins.
/// </summary>
public sealed class AdaptiveGanSwitcher
{
    /// <summary>The lesson's threshold.</summary>
    public const double LessonThreshold = 0.65;

    /// <summary>Starts with the critic.</summary>
    /// <param name="criticThreshold">The critic's loss below which the generator trains; above zero.</param>
    public AdaptiveGanSwitcher(double criticThreshold = LessonThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(criticThreshold);
        CriticThreshold = criticThreshold;
    }

    /// <summary>The critic's loss below which the generator trains.</summary>
    public double CriticThreshold { get; }

    /// <summary>Whether the next batch trains the generator. This is the whole state: save it with a checkpoint and set it on resuming.</summary>
    public bool TrainsGenerator { get; set; }

    /// <summary>Takes the loss of the batch just trained.</summary>
    public void Report(double loss) => TrainsGenerator = !TrainsGenerator && loss < CriticThreshold;
}
