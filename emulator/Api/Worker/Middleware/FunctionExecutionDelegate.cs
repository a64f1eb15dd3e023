namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline, the function last.</summary>
/// <param name="context">The execution.</param>
/// <returns>A task that ends when the rest has ended.</returns>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Code that runs around every execution.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Does its part, and calls <paramref name="next"/> for the rest.</summary>
    /// <param name="context">The execution.</param>
    /// <param name="next">The rest of the pipeline.</param>
    /// <returns>A task that ends when this part has ended.</returns>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
