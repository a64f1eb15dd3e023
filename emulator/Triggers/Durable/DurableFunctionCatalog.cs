using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CloudRestore.Emulator.Durable;
using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Triggers.Durable;

/// <summary>The app's orchestrators and activities, as the engine calls them.</summary>
internal sealed class DurableFunctionCatalog : IDurableFunctionCatalog
{
    private static readonly MethodInfo GetInput = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))!;

    private readonly Dictionary<string, OrchestratorFunction> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityFunction> _activities = new(StringComparer.OrdinalIgnoreCase);

    public DurableFunctionCatalog(IEnumerable<FunctionMethod> functions, FunctionInvoker invoker)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is OrchestrationTriggerAttribute orchestration)
            {
                var name = orchestration.Orchestration ?? function.Name;
                Add(_orchestrators, name, new(name, context => OrchestrateAsync(function, invoker, context)), function);
            }
            else if (function.Trigger is ActivityTriggerAttribute activity)
            {
                var name = activity.Activity ?? function.Name;
                Add(_activities, name, new(name, (request, token) => RunActivityAsync(function, invoker, request, token)), function);
            }
        }
    }

    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorFunction? function) => _orchestrators.TryGetValue(name, out function);

    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityFunction? function) => _activities.TryGetValue(name, out function);

    private static void Add<T>(Dictionary<string, T> functions, string name, T entry, FunctionMethod function)
    {
        if (!functions.TryAdd(name, entry))
        {
            throw new FunctionAppException($"{function} takes the name '{name}', which another has already; rename one.");
        }
    }

    private static Task<object?> OrchestrateAsync(FunctionMethod function, FunctionInvoker invoker, TaskOrchestrationContext context)
    {
        var inputIsBound = false;
        return invoker.InvokeAsync(
            new FunctionInvocation(function, (_, _) => ValueTask.FromResult<object?>(context))
            {
                LogsFailure = false,
                BindingData = Data(context.InstanceId),
                BindInput = parameter =>
                {
                    if (inputIsBound)
                    {
                        return null;
                    }

                    inputIsBound = true;
                    return GetInput.MakeGenericMethod(parameter.ParameterType).Invoke(context, null);
                },
            },
            CancellationToken.None);
    }

    private static Task<object?> RunActivityAsync(FunctionMethod function, FunctionInvoker invoker, ActivityRequest request, CancellationToken cancellationToken) =>
        invoker.InvokeAsync(
            new FunctionInvocation(
                function,
                (type, _) => ValueTask.FromResult(DurableJson.Converter.Deserialize(request.SerializedInput, type) ?? ValueConversion.Default(type)))
            {
                LogsFailure = false,
                BindingData = Data(request.InstanceId),
            },
            cancellationToken);

    private static Dictionary<string, object?> Data(string instanceId) => new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
}
