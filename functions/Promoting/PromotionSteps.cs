using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Training;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Promoting;

/// <summary>The last part of a training run: judge the model, ask a person if the run says so, promote.</summary>
internal static class PromotionSteps
{
    /// <summary>The stage that lasts until a person has answered.</summary>
    public const string ApprovalStage = "approval";

    /// <summary>Decides about a registered model and acts on it.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="start">The run.</param>
    /// <param name="model">Its model.</param>
    /// <param name="stages">Its stages.</param>
    /// <param name="cancel">Completed when somebody asks for the end.</param>
    /// <returns>What was decided; null if the run was cancelled first.</returns>
    public static async Task<PromotionDecision?> DecidePromotionAsync(
        this TaskOrchestrationContext context, TrainingStart start, EvaluatedModel model, StageLog stages, Task cancel)
    {
        var decision = await context.CallActivityAsync<PromotionDecision>(nameof(PromotionActivities.JudgeModel), model, Failures.Retry);
        Approval? approval = null;
        if (start.Request.Approval && decision.Promoted)
        {
            stages.Begin(ApprovalStage);
            approval = await AskAsync(context, start, cancel);
            if (approval is null)
                return null;
        }

        return await context.CallActivityAsync<PromotionDecision?>(
            nameof(PromotionActivities.Promote), new JudgedModel(model, decision, approval), Failures.Retry);
    }

    private static async Task<Approval?> AskAsync(TaskOrchestrationContext context, TrainingStart start, Task cancel)
    {
        using var asked = new CancellationTokenSource();
        var timer = context.CreateTimer(start.ApprovalTimeout, asked.Token);
        var answered = context.WaitForExternalEvent<string>(EventNames.Approval);
        while (!cancel.IsCompleted)
        {
            await Task.WhenAny(timer, answered, cancel);
            var timedOut = timer.IsCompleted && !answered.IsCompleted;
            var look = new ApprovalLook(start.Request.Id, timedOut, new DateTimeOffset(context.CurrentUtcDateTime), start.ApprovalTimeout);
            if (await context.CallActivityAsync<Approval?>(nameof(PromotionActivities.ReadApproval), look, Failures.Retry) is { } approval)
            {
                asked.Cancel();
                return approval;
            }

            if (answered.IsCompleted)
                answered = context.WaitForExternalEvent<string>(EventNames.Approval);
        }

        asked.Cancel();
        return null;
    }
}
