using CloudRestore.Core.Runs;
using CloudRestore.Functions.Training;

namespace CloudRestore.Functions.Promoting;

/// <summary>A model about which something was decided.</summary>
/// <param name="Model">The model.</param>
/// <param name="Decision">What the rule says.</param>
/// <param name="Approval">What a person says; null if nobody was asked.</param>
public sealed record JudgedModel(EvaluatedModel Model, PromotionDecision Decision, Approval? Approval);

/// <summary>A look for a person's answer.</summary>
/// <param name="Run">The run.</param>
/// <param name="TimedOut">Whether the time to answer is over.</param>
/// <param name="At">When.</param>
/// <param name="Timeout">How long the time was.</param>
public sealed record ApprovalLook(string Run, bool TimedOut, DateTimeOffset At, TimeSpan Timeout);
