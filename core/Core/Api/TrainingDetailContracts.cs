namespace CloudRestore.Core.Api;

/// <summary>The curves of a training run.</summary>
/// <param name="Stages">Those of each stage that has any, in order.</param>
public sealed record TrainingCurves(IReadOnlyList<StageCurve> Stages);

/// <summary>The rows of a stage's <c>metrics.csv</c>.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Step">The step at which they were written; null once the stage is done.</param>
/// <param name="Columns">Names of the columns, <c>step</c> first.</param>
/// <param name="Rows">The rows; a figure that is missing, or is none, is null.</param>
public sealed record StageCurve(string Stage, long? Step, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double?>> Rows);

/// <summary>The sample grids of a training run.</summary>
/// <param name="Items">The grids, by stage and name.</param>
public sealed record SampleList(IReadOnlyList<Sample> Items);

/// <summary>A sample grid: photographs damaged, restored and original.</summary>
/// <param name="Name">Its name, for <c>GET /api/training-runs/{id}/samples/{name}</c>.</param>
/// <param name="Stage">The stage that drew it.</param>
/// <param name="Bytes">Its length.</param>
public sealed record Sample(string Name, string Stage, long Bytes);

/// <summary>What happened to a training run.</summary>
/// <param name="Items">The events, oldest first.</param>
public sealed record RunEvents(IReadOnlyList<RunEvent> Items);

/// <summary>Something that happened to a training run.</summary>
/// <param name="At">When.</param>
/// <param name="What"><c>asked</c>, <c>stage-started</c>, <c>stage-ended</c>, <c>attempt-failed</c>, <c>answered</c>, <c>ended</c>.</param>
/// <param name="Stage">The stage, if it happened in one.</param>
/// <param name="Detail">The state that was reached, or the reason.</param>
public sealed record RunEvent(DateTimeOffset At, string What, string? Stage = null, string? Detail = null);
