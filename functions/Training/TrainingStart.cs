using CloudRestore.Core.Runs;
using CloudRestore.Functions.GpuJobs;

namespace CloudRestore.Functions.Training;

/// <summary>Input of <see cref="TrainingOrchestrator"/>.</summary>
/// <param name="Request">What was asked for, as recorded.</param>
/// <param name="Jobs">Settings of its GPU jobs.</param>
/// <param name="ApprovalTimeout">How long a person has to approve, if one must.</param>
/// <param name="Generation">Which beginning of the run this is, from 1.</param>
/// <param name="Webhook">The orchestration that calls the run's webhook; null if it has none.</param>
public sealed record TrainingStart(TrainingRequest Request, GpuJobOptions Jobs, TimeSpan ApprovalTimeout, int Generation = 1, string? Webhook = null);

/// <summary>Custom status of <see cref="TrainingOrchestrator"/>: the stages begun so far, in order.</summary>
/// <param name="Stages">The stages.</param>
/// <param name="Generation">Which beginning of the run this is, from 1.</param>
public sealed record TrainingStatus(IReadOnlyList<StageSummary> Stages, int Generation = 1);
