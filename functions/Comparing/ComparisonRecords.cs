using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Jobs;
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
