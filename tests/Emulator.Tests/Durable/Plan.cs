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
    Children,
    BrokenChild,
    EventFromOutside,
}

/// <summary>A step of a random workflow; a child has steps of its own.</summary>
public sealed record Plan(PlanKind Kind, int Number, IReadOnlyList<Plan> Steps);

/// <summary>What is left of a workflow, and what it has found so far.</summary>
public sealed record PlanState(IReadOnlyList<Plan> Steps, string Found, int Generation);

/// <summary>Random workflows, and the functions that carry them out.</summary>
internal static class Plans
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static readonly PlanKind[] Simple =
    [
        PlanKind.Activity, PlanKind.FanOut, PlanKind.Flaky, PlanKind.AlwaysFails, PlanKind.Timer, PlanKind.EventToSelf,
        PlanKind.Timeout, PlanKind.BrokenChild, PlanKind.ContinueAsNew,
    ];

    public static readonly Gen<IReadOnlyList<Plan>> Workflow = Steps(depth: 2, PlanKind.EventFromOutside);

    /// <summary>Functions whose result depends on the workflow alone, however often they are interrupted.</summary>
    public static TestCatalog Catalog() => new TestCatalog()
        .Activity<string, int>("Length", static text => text.Length)
        .ActivityByRequest<int>("Flaky", static request => request.TaskId % 3 == 0 ? 7 : throw new IOException("not this time"))
        .Activity<string, int>("Fails", static text => throw new IOException(text))
        .Orchestrator("Breaks", static context => throw new IOException(context.GetInput<string>()))
        .Orchestrator("Carry", CarryAsync);

    /// <summary>The events that a workflow waits for from outside: name and payload.</summary>
    public static IEnumerable<(string Name, int Payload)> EventsFromOutside(IReadOnlyList<Plan> steps)
    {
        var (generation, first) = (0, 0);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Kind == PlanKind.ContinueAsNew)
                (generation, first) = (generation + 1, i + 1);
            else if (steps[i].Kind == PlanKind.EventFromOutside)
                yield return ($"{generation}/{i - first}", steps[i].Number);
        }
    }

    private static Gen<IReadOnlyList<Plan>> Steps(int depth, params PlanKind[] more)
    {
        PlanKind[] kinds = depth > 0 ? [.. Simple, PlanKind.Child, PlanKind.Children, .. more] : Simple;
        return Gen.Select(Gen.Int[0, kinds.Length - 1].Select(index => kinds[index]), Gen.Int[1, 6])
            .SelectMany((kind, number) => kind is PlanKind.Child or PlanKind.Children
                ? Steps(depth - 1).Select(steps => new Plan(kind, number, steps))
                : Gen.Const(new Plan(kind, number, [])))
            .List[1, 5]
            .Select(static steps => (IReadOnlyList<Plan>)steps);
    }

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
            case PlanKind.EventFromOutside:
                return $"{await context.WaitForExternalEvent<int>(label)}";
            case PlanKind.Children:
                var children = Enumerable.Range(0, step.Number)
                    .Select(_ => context.CallSubOrchestratorAsync<string>("Carry", new PlanState(step.Steps, "", 0)));
                return string.Join(',', await Task.WhenAll(children));
            case PlanKind.BrokenChild:
                return await BreakAsync(context, label);
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

    private static async Task<string> BreakAsync(TaskOrchestrationContext context, string label)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<string>("Breaks", label, TaskOptions.FromRetryPolicy(new RetryPolicy(2, Moment)));
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
