using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Hosting;

/// <summary>Finds the functions of an app and says what is wrong with them before anything runs.</summary>
internal static partial class FunctionDiscovery
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <param name="types">The types to search.</param>
    /// <returns>The functions, by name.</returns>
    /// <exception cref="FunctionAppException">A function is wrong; every fault found is named.</exception>
    public static IReadOnlyList<FunctionMethod> Find(IEnumerable<Type> types)
    {
        var functions = new List<FunctionMethod>();
        var faults = new List<string>();
        foreach (var method in types.SelectMany(type => type.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var where = $"Function '{attribute.Name}' ({method.DeclaringType!.FullName}.{method.Name})";
            var triggers = method.GetParameters()
                .Select(parameter => (parameter, trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
                .Where(x => x.trigger is not null)
                .ToList();
            if (triggers is not [var (triggerParameter, trigger)])
            {
                faults.Add($"{where} has {triggers.Count} triggers; give exactly one parameter a trigger attribute.");
                continue;
            }

            var function = new FunctionMethod(attribute.Name, method, triggerParameter, trigger!);
            functions.Add(function);
            faults.AddRange(FaultsOf(function).Select(fault => $"{where} {fault}"));
        }

        faults.AddRange(functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"The name '{group.Key}' belongs to several functions ({string.Join(", ", group.Select(f => f.EntryPoint))}); rename all but one."));
        return faults.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)]
            : throw new FunctionAppException(string.Join(Environment.NewLine, faults));
    }

    private static IEnumerable<string> FaultsOf(FunctionMethod function)
    {
        if (!FunctionName().IsMatch(function.Name))
        {
            yield return "has a name the host refuses; use letters, digits, '-' and '_', a letter first, at most 128.";
        }

        if (!function.Method.IsPublic || !function.Method.DeclaringType!.IsVisible)
        {
            yield return "is not public; make the method and its class public.";
        }

        if (function.Method.ContainsGenericParameters || (function.Method.DeclaringType!.IsAbstract && !function.Method.IsStatic))
        {
            yield return "cannot be called; a function is neither generic nor abstract.";
        }

        if (function.Method.ReturnType == typeof(void) && function.Method.IsDefined(typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute)))
        {
            yield return "is async void; return Task.";
        }

        foreach (var parameter in function.Method.GetParameters())
        {
            if (parameter.GetCustomAttribute<DurableClientAttribute>() is not null && parameter.ParameterType != typeof(DurableTaskClient))
            {
                yield return $"binds [DurableClient] to '{parameter.Name}'; its type must be DurableTaskClient.";
            }
        }

        if (TriggerFault(function) is { } fault)
        {
            yield return fault;
        }
    }

    private static string? TriggerFault(FunctionMethod function) => function.Trigger switch
    {
        HttpTriggerAttribute http => Needs<HttpRequest>(function) ?? RouteFault(http.Route ?? function.Name),
        TimerTriggerAttribute => Needs<TimerInfo>(function),
        OrchestrationTriggerAttribute => Needs<TaskOrchestrationContext>(function),
        ActivityTriggerAttribute or QueueTriggerAttribute or BlobTriggerAttribute => null,
        var other => $"has the trigger {other.GetType().Name}, which this host does not know.",
    };

    private static string? Needs<T>(FunctionMethod function) => function.TriggerParameter.ParameterType == typeof(T)
        ? null
        : $"has the trigger parameter '{function.TriggerParameter.Name}' of type {function.TriggerParameter.ParameterType.Name}; it must be {typeof(T).Name}.";

    private static string? RouteFault(string route)
    {
        try
        {
            RoutePatternFactory.Parse(route);
            return null;
        }
        catch (RoutePatternException e)
        {
            return $"has the route '{route}', which is not a route template: {e.Message}";
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();
}
