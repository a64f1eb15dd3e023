using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Invocation;

/// <summary>Executes functions: scope, middleware, arguments, instance, call.</summary>
/// <remarks>No await here leaves the caller's synchronisation context: orchestrators depend on it.</remarks>
internal sealed class FunctionInvoker
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ParameterBinder _binder;
    private readonly FunctionExecutionDelegate _pipeline;
    private readonly ILoggerFactory _loggers;

    public FunctionInvoker(
        IServiceScopeFactory scopes,
        ParameterBinder binder,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        ILoggerFactory loggers)
    {
        _scopes = scopes;
        _binder = binder;
        _loggers = loggers;
        _pipeline = middleware.Reverse().Aggregate<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>, FunctionExecutionDelegate>(
            context => ExecuteAsync((InvocationContext)context),
            (next, step) => step(next));
    }

    /// <returns>What the function returned; null when it returns nothing.</returns>
    public async Task<object?> InvokeAsync(FunctionInvocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Services is { } services)
        {
            return await InvokeAsync(invocation, services, cancellationToken);
        }

        await using var scope = _scopes.CreateAsyncScope();
        return await InvokeAsync(invocation, scope.ServiceProvider, cancellationToken);
    }

    private async Task<object?> InvokeAsync(FunctionInvocation invocation, IServiceProvider services, CancellationToken cancellationToken)
    {
        var context = new InvocationContext(invocation, services, cancellationToken);
        var logger = _loggers.CreateLogger($"Function.{invocation.Function.Name}");
        try
        {
            logger.LogDebug("Executing {InvocationId}", context.InvocationId);
            await _pipeline(context);
            logger.LogDebug("Executed {InvocationId}", context.InvocationId);
            return context.Result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("Cancelled {InvocationId}", context.InvocationId);
            throw;
        }
        catch (Exception e) when (invocation.LogsFailure)
        {
            logger.LogError(e, "Failed: {Message}", e.Message);
            throw;
        }
    }

    private async Task ExecuteAsync(InvocationContext context)
    {
        var method = context.Function.Method;
        var arguments = await _binder.BindAsync(context);
        var instance = method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, method.DeclaringType!);
        try
        {
            context.Result = await ResultAsync(Call(method, instance, arguments));
        }
        finally
        {
            foreach (var stream in arguments.OfType<Stream>())
            {
                await stream.DisposeAsync();
            }

            await DisposeAsync(instance);
        }
    }

    private static object? Call(MethodInfo method, object? instance, object?[] arguments)
    {
        try
        {
            return method.Invoke(instance, arguments);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private static async Task<object?> ResultAsync(object? returned)
    {
        if (returned?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            returned = type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null);
        }
        else if (returned is ValueTask valueTask)
        {
            returned = valueTask.AsTask();
        }

        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        var result = task.GetType().GetProperty(nameof(Task<>.Result));
        return result is null || result.PropertyType.Name == "VoidTaskResult" ? null : result.GetValue(task);
    }

    private static async ValueTask DisposeAsync(object? instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
