using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One execution of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>A name for this execution, unique.</summary>
    public abstract string InvocationId { get; }

    /// <summary>A name for the function that stays the same while its name and method do.</summary>
    public abstract string FunctionId { get; }

    /// <summary>What the trigger says about this execution.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Where this execution stands among its retries.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this execution; scoped ones are its own.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is executed.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that middleware and the function share.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the host stops or, for HTTP, when the caller has gone.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>What a trigger says about an execution.</summary>
public abstract class BindingContext
{
    /// <summary>The trigger's metadata and the values of its binding expressions, by name without regard to case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>Where an execution stands among its retries.</summary>
public abstract class RetryContext
{
    /// <summary>Retries so far; 0 in the first execution.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Retries allowed; -1 for without end.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>Loggers by execution.</summary>
public static class FunctionContextLoggerExtensions
{
    /// <summary>A logger named after a type.</summary>
    /// <typeparam name="T">The type that names the category.</typeparam>
    /// <param name="context">The execution.</param>
    /// <returns>The logger.</returns>
    public static ILogger<T> GetLogger<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.InstanceServices.GetRequiredService<ILogger<T>>();
    }

    /// <summary>A logger with a category of the caller's choice.</summary>
    /// <param name="context">The execution.</param>
    /// <param name="categoryName">The category.</param>
    /// <returns>The logger.</returns>
    public static ILogger GetLogger(this FunctionContext context, string categoryName)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.InstanceServices.GetRequiredService<ILoggerFactory>().CreateLogger(categoryName);
    }
}
