using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Invocation;

/// <summary>Makes the arguments of a function.</summary>
internal sealed class ParameterBinder(Func<DurableTaskClient> durableClient)
{
    public async ValueTask<object?[]> BindAsync(InvocationContext context)
    {
        var parameters = context.Function.Method.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            arguments[i] = parameters[i] == context.Function.TriggerParameter
                ? await context.Invocation.BindTrigger(parameters[i].ParameterType, context.CancellationToken)
                : Bind(parameters[i], context);
        }

        return arguments;
    }

    private object? Bind(ParameterInfo parameter, InvocationContext context)
    {
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            return durableClient();
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return context.CancellationToken;
        }

        if (context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null)
        {
            try
            {
                return ValueConversion.To(parameter.ParameterType, value);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or System.Text.Json.JsonException)
            {
                throw new ArgumentException($"'{value}' cannot be given to parameter '{parameter.Name}' of type {parameter.ParameterType.Name}.", parameter.Name, e);
            }
        }

        return context.Invocation.BindInput?.Invoke(parameter)
            ?? (parameter.HasDefaultValue ? parameter.DefaultValue : ValueConversion.Default(parameter.ParameterType));
    }
}
