using CsCheck;
using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Tests.Durable;

/// <summary>What one step of a random workflow does.</summary>
public enum PlanKind
{
    Activity,
    FanOut,
    Flaky,
    AlwaysFails,
    Timer,
    EventToSelf,
    Timeout,
    Child,
    ContinueAsNew,
}

/// <summary>A step of a random workflow; a child has steps of its own.</summary>
public sealed record Plan(PlanKind Kind, int Number, IReadOnlyList<Plan> Steps);

/// <summary>What is left of a workflow, and what it has found so far.</summary>
public sealed record PlanState(IReadOnlyList<Plan> Steps, string Found, int Generation);

/// <summary>Random workflows, and the functions that carry them out.</summary>
internal static class Plans
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    public static readonly Gen<IReadOnlyList<Plan>> Workflow = Steps(depth: 2);

    /// <summary>Functions whose result depends on the workflow alone, however often they are interrupted.</summary>
    public static TestCatalog Catalog() => new TestCatalog()
        .Activity<string, int>("Length", static text => text.Length)
        .ActivityByRequest<int>("Flaky", static request => request.TaskId % 3 == 0 ? 7 : throw new IOException("not this time"))
        .Activity<string, int>("Fails", static text => throw new IOException(text))
        .Orchestrator("Carry", CarryAsync);

    private static Gen<IReadOnlyList<Plan>> Steps(int depth) =>
        Gen.Select(Gen.Int[0, depth > 0 ? 8 : 6], Gen.Int[1, 6])
            .SelectMany((kind, number) => (PlanKind)kind switch
            {
                PlanKind.Child => Steps(depth - 1).Select(steps => new Plan(PlanKind.Child, number, steps)),
                var other => Gen.Const(new Plan(other, number, [])),
            })
            .List[1, 5]
            .Select(static steps => (IReadOnlyList<Plan>)steps);

    private static async Task<string> CarryAsync(TaskOrchestrationContext context)
    {
        var state = context.GetInput<PlanState>()!;
        var found = state.Found;
        for (var i = 0; i < state.Steps.Count; i++)
        {
            var step = state.Steps[i];
            if (step.Kind == PlanKind.ContinueAsNew)
            {
                context.SendEvent(context.InstanceId, "Unread", i);
                context.ContinueAsNew(new PlanState([.. state.Steps.Skip(i + 1)], found, state.Generation + 1));
                return "ignored";
            }

            context.SetCustomStatus(i);
            found += await StepAsync(context, step, $"{state.Generation}/{i}") + ";";
        }

        return found;
    }

    private static async Task<string> StepAsync(TaskOrchestrationContext context, Plan step, string label)
    {
        switch (step.Kind)
        {
            case PlanKind.Activity:
                return $"{await context.CallActivityAsync<int>("Length", label + new string('.', step.Number))}";
            case PlanKind.FanOut:
                var calls = Enumerable.Range(0, step.Number).Select(i => context.CallActivityAsync<int>("Length", $"{label}/{i}"));
                return string.Join(',', await Task.WhenAll(calls));
            case PlanKind.Flaky:
                var retries = TaskOptions.FromRetryPolicy(new RetryPolicy(3, Moment));
                return $"{await context.CallActivityAsync<int>("Flaky", label, retries)}";
            case PlanKind.AlwaysFails:
                return await FailAsync(context, label);
            case PlanKind.Timer:
                await context.CreateTimer(step.Number * Moment, CancellationToken.None);
                return "timer";
            case PlanKind.EventToSelf:
                context.SendEvent(context.InstanceId, label, step.Number);
                return $"{await context.WaitForExternalEvent<int>(label, TimeSpan.FromHours(1))}";
            case PlanKind.Timeout:
                return await TimeOutAsync(context, label);
            default:
                return "(" + await context.CallSubOrchestratorAsync<string>("Carry", new PlanState(step.Steps, "", 0)) + ")";
        }
    }

    private static async Task<string> FailAsync(TaskOrchestrationContext context, string label)
    {
        try
        {
            await context.CallActivityAsync("Fails", label, TaskOptions.FromRetryPolicy(new RetryPolicy(2, Moment)));
            return "succeeded";
        }
        catch (TaskFailedException exception)
        {
            return exception.FailureDetails.ErrorMessage;
        }
    }

    private static async Task<string> TimeOutAsync(TaskOrchestrationContext context, string label)
    {
        try
        {
            return await context.WaitForExternalEvent<string>(label, Moment);
        }
        catch (TaskCanceledException)
        {
            return "timeout";
        }
    }
}
