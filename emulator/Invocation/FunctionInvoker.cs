using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Azure.Functions.Worker;
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
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="scopes">Makes the services of an execution.</param>
    /// <param name="binder">Makes arguments.</param>
    /// <param name="middleware">The app's middleware, outermost first.</param>
    /// <param name="loggers">Makes the loggers of functions.</param>
    /// <param name="timeout">After which a function is cancelled, and left if it does not heed that; infinite for never.</param>
    /// <param name="time">The clock of the timeout.</param>
    public FunctionInvoker(
        IServiceScopeFactory scopes,
        ParameterBinder binder,
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        ILoggerFactory loggers,
        TimeSpan timeout,
        TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
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
        // An orchestrator never waits: it runs on the thread that replays its history.
        if (invocation.Function.Trigger is OrchestrationTriggerAttribute)
            return await InvokeAsync(new InvocationContext(invocation, services, cancellationToken), cancellationToken, CancellationToken.None);
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await InvokeAsync(new InvocationContext(invocation, services, either.Token), cancellationToken, timeout.Token);
        }
        finally
        {
            // The wait may have been given up before the function's own token heard of the timeout.
            if (timeout.IsCancellationRequested)
                await either.CancelAsync();
        }
    }

    private async Task<object?> InvokeAsync(InvocationContext context, CancellationToken cancellationToken, CancellationToken timeout)
    {
        var invocation = context.Invocation;
        var logger = _loggers.CreateLogger($"Function.{invocation.Function.Name}");
        try
        {
            logger.LogDebug("Executing {InvocationId}", context.InvocationId);
            await _pipeline(context).WaitAsync(timeout);
            logger.LogDebug("Executed {InvocationId}", context.InvocationId);
            return context.Result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("Cancelled {InvocationId}", context.InvocationId);
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            var message = $"Timeout value of {_timeout} was exceeded by function: {invocation.Function.Name}";
            logger.LogError("{Message}", message);
            throw new TimeoutException(message);
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
