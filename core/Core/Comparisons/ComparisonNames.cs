using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Comparisons;

/// <summary>Names that follow from a comparison. Each has a dot, so that it is no run's or restoration's. Pure.</summary>
public static class ComparisonNames
{
    // Of the preset only the memory for photographs counts: a model brings its own network.
    private const string Preset = "restore";

    /// <summary>The id of the orchestration.</summary>
    /// <param name="comparison">The comparison's id.</param>
    public static string InstanceOf(string comparison) => $"{comparison}.comparison";

    /// <summary>The folder of a model's evaluation among the runs.</summary>
    /// <param name="comparison">The comparison's id.</param>
    /// <param name="model">The model, from 0.</param>
    public static string EvaluationOf(string comparison, int model) => FormattableString.Invariant($"{comparison}.model-{model + 1}");

    /// <summary>The comparison that one of these names is of; null if it is a run's.</summary>
    /// <param name="name">The name.</param>
    public static string? ComparisonOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? name[..dot] : null;
    }

    /// <summary>The comparison as the steps see it that read and damage a run's dataset.</summary>
    /// <param name="request">The comparison.</param>
    public static TrainingRequest RunOf(ComparisonRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new()
        {
            Id = InstanceOf(request.Id),
            Dataset = request.Dataset,
            Preset = Preset,
            Recipe = request.Recipe,
            Seed = request.Seed,
            Promotion = PromotionPolicy.Never,
            CreatedAt = request.CreatedAt,
            TraceParent = request.TraceParent,
        };
    }
}
