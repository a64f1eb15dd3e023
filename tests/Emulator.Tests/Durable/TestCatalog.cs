using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CloudRestore.Emulator.Durable;
using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Tests.Durable;

/// <summary>Orchestrators and activities given as lambdas, and a count of the activities that ran.</summary>
internal sealed class TestCatalog : IDurableFunctionCatalog
{
    private readonly Dictionary<string, OrchestratorFunction> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityFunction> _activities = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<ActivityRequest> Calls { get; } = [];

    public TestCatalog Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> run)
    {
        _orchestrators[name] = new(name, async context => await run(context));
        return this;
    }

    public TestCatalog Orchestrator(string name, Func<TaskOrchestrationContext, Task> run) =>
        Orchestrator<object?>(name, async context =>
        {
            await run(context);
            return null;
        });

    public TestCatalog Activity<TIn, TOut>(string name, Func<TIn, TOut> run) =>
        ActivityAsync<TIn, TOut>(name, (input, _) => Task.FromResult(run(input)));

    public TestCatalog ActivityAsync<TIn, TOut>(string name, Func<TIn, CancellationToken, Task<TOut>> run)
    {
        _activities[name] = new(name, async (request, cancellation) =>
        {
            Calls.Enqueue(request);
            return await run(DurableJson.Converter.Deserialize<TIn>(request.SerializedInput)!, cancellation);
        });
        return this;
    }

    public TestCatalog ActivityByRequest<TOut>(string name, Func<ActivityRequest, TOut> run)
    {
        _activities[name] = new(name, (request, _) =>
        {
            Calls.Enqueue(request);
            return Task.FromResult<object?>(run(request));
        });
        return this;
    }

    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorFunction? function) =>
        _orchestrators.TryGetValue(name, out function);

    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityFunction? function) =>
        _activities.TryGetValue(name, out function);
}
