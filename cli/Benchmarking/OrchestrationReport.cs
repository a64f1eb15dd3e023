namespace CloudRestore.Cli.Benchmarking;

/// <summary>What <c>bench orchestration</c> measured. Speeds depend on the disk, which is flushed at every step; the growth says something elsewhere too.</summary>
/// <param name="Many">Many orchestrations at once, each a chain of activities.</param>
/// <param name="FanOuts">Orchestrations that call many activities at once, from narrow to wide.</param>
/// <param name="Growth">Time for one activity in the widest fan-out over that in the narrowest: 1 when time grows linearly.</param>
/// <param name="ProcessorGrowth">The same of processor time, which a busy machine or a slow disk disturbs less.</param>
internal sealed record OrchestrationReport(OrchestrationSpeed Many, IReadOnlyList<FanOutSpeed> FanOuts, double Growth, double ProcessorGrowth)
{
    private const double MostGrowth = 1.5;

    /// <summary>Whether time grows linearly, but for what a machine does beside: <see cref="Growth"/> is 1.5 at most.</summary>
    public Bound GrowthBound => new(
        FormattableString.Invariant($"time for an activity, {FanOuts[^1].Activities:N0} over {FanOuts[0].Activities:N0} activities,"), Growth, MostGrowth);
}

/// <summary>Many orchestrations at once; the median of the rounds.</summary>
/// <param name="Orchestrations">How many.</param>
/// <param name="ActivitiesEach">Activities of each, one after the other.</param>
/// <param name="OrchestrationsPerSecond">Orchestrations a second.</param>
/// <param name="ActivitiesPerSecond">Activities a second.</param>
internal sealed record OrchestrationSpeed(int Orchestrations, int ActivitiesEach, double OrchestrationsPerSecond, double ActivitiesPerSecond);

/// <summary>One orchestration that calls many activities at once; the median of the rounds.</summary>
/// <param name="Activities">How many.</param>
/// <param name="ActivitiesPerSecond">Activities a second.</param>
/// <param name="MicrosecondsPerActivity">Time for one, in microseconds.</param>
/// <param name="ProcessorMicrosecondsPerActivity">Processor time for one, of all threads, in microseconds.</param>
internal sealed record FanOutSpeed(int Activities, double ActivitiesPerSecond, double MicrosecondsPerActivity, double ProcessorMicrosecondsPerActivity);
