using CloudRestore.Core.Naming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Http;

/// <summary>
/// The answer to a request that failed for no fault of the caller or of storage: a problem like every other refusal, where the host would send
/// an empty 500. What happened is for the log alone.
/// </summary>
/// <param name="fault">What happened.</param>
internal sealed class UnexpectedFault(Exception fault) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status500InternalServerError;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        // Whoever has gone is told nothing, and that the connection broke is no fault.
        if (httpContext.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        httpContext.RequestServices.GetRequiredService<ILogger<UnexpectedFault>>().LogError(
            fault, "{Method} {Path} could not be answered.", httpContext.Request.Method, Printable.Shorten(httpContext.Request.Path));
        return Answers.Problem(
            StatusCodes.Status500InternalServerError,
            "The app failed at this request, and its log says why: send the request again, and tell whoever runs the app if that does not help.").ExecuteAsync(httpContext);
    }
}
