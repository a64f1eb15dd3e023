using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Core.Telemetry;

/// <summary>Work that is seen in traces and in logs.</summary>
public static class WorkLogging
{
    /// <summary>Does a piece of work inside a span, and inside a scope that gives every log line its ids.</summary>
    /// <param name="logger">Any logger: the scope is for all.</param>
    /// <param name="span">One of <see cref="SpanNames"/>.</param>
    /// <param name="ids">What it belongs to.</param>
    /// <param name="parent">The <c>traceparent</c> of what it follows from, or null.</param>
    /// <param name="work">The work.</param>
    /// <param name="kind">Its part in passing messages.</param>
    public static async Task<T> TraceAsync<T>(
        this ILogger logger, string span, WorkIds ids, string? parent, Func<Task<T>> work, ActivityKind kind = ActivityKind.Internal)
    {
        ArgumentNullException.ThrowIfNull(logger);
        using var scope = logger.BeginScope(ids);
        return await Tracing.RunAsync(span, ids, parent, work, kind);
    }

    /// <inheritdoc cref="TraceAsync{T}(ILogger, string, WorkIds, string?, Func{Task{T}}, ActivityKind)"/>
    public static async Task TraceAsync(
        this ILogger logger, string span, WorkIds ids, string? parent, Func<Task> work, ActivityKind kind = ActivityKind.Internal)
    {
        ArgumentNullException.ThrowIfNull(logger);
        using var scope = logger.BeginScope(ids);
        await Tracing.RunAsync(span, ids, parent, work, kind);
    }
}
