using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.GpuJobs;

namespace CloudRestore.Functions.Comparing;

/// <summary>Input of <see cref="ComparisonOrchestrator"/>.</summary>
/// <param name="Request">What was asked for, as recorded.</param>
/// <param name="Jobs">Settings of its GPU jobs.</param>
public sealed record ComparisonStart(ComparisonRequest Request, GpuJobOptions Jobs);

/// <summary>Custom status of <see cref="ComparisonOrchestrator"/>.</summary>
/// <param name="Evaluated">How many of the models have been evaluated.</param>
public sealed record ComparisonStatus(int Evaluated);

/// <summary>The models after their evaluations.</summary>
/// <param name="Request">The comparison.</param>
/// <param name="Evaluations">Output folder of each model's evaluation, in the order of the request.</param>
public sealed record EvaluatedModels(ComparisonRequest Request, IReadOnlyList<BlobAddress> Evaluations);

/// <summary>Names that follow from a comparison. Pure.</summary>
internal static class ComparisonNames
{
    // Of the preset only the memory for photographs counts: a model brings its own network.
    private const string Preset = "restore";

    /// <summary>The id of the orchestration; with a dot, so that it is no run's or restoration's.</summary>
    public static string InstanceOf(string comparison) => $"{comparison}.comparison";

    /// <summary>The folder of a model's evaluation among the runs; with a dot, so that it is no run.</summary>
    public static string EvaluationOf(string comparison, int model) => FormattableString.Invariant($"{comparison}.model-{model + 1}");

    /// <summary>The comparison as the steps see it that read and damage a run's dataset.</summary>
    public static TrainingRequest RunOf(ComparisonRequest request) => new()
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
