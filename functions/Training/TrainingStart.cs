using CloudRestore.Core.Runs;
using CloudRestore.Functions.GpuJobs;

namespace CloudRestore.Functions.Training;

/// <summary>Input of <see cref="TrainingOrchestrator"/>.</summary>
/// <param name="Request">What was asked for, as recorded.</param>
/// <param name="Jobs">Settings of its GPU jobs.</param>
public sealed record TrainingStart(TrainingRequest Request, GpuJobOptions Jobs);

/// <summary>Custom status of <see cref="TrainingOrchestrator"/>: the stages begun so far, in order.</summary>
/// <param name="Stages">The stages.</param>
public sealed record TrainingStatus(IReadOnlyList<StageSummary> Stages);
