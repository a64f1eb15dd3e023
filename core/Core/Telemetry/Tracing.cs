using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace CloudRestore.Core.Telemetry;

/// <summary>
/// The spans of both processes. Orchestrators are replayed and start none: the context of what was accepted lies in its record, and from there
/// goes into job messages and results as a W3C <c>traceparent</c>.
/// </summary>
public static class Tracing
{
    /// <summary>Where all spans begin; without a listener there are none.</summary>
    public static ActivitySource Source { get; } = new(TelemetryNames.Source, Version);

    /// <summary>The product's version.</summary>
    internal static string? Version => typeof(Tracing).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>Does a piece of work inside a span. An exception leaves its type on the span, not its message, which may name a photograph.</summary>
    /// <param name="span">One of <see cref="SpanNames"/>.</param>
    /// <param name="ids">What it belongs to.</param>
    /// <param name="parent">The <c>traceparent</c> of what it follows from; null, or one that cannot be read: whatever is around it.</param>
    /// <param name="work">The work.</param>
    /// <param name="kind">Its part in passing messages.</param>
    public static async Task<T> RunAsync<T>(string span, WorkIds ids, string? parent, Func<Task<T>> work, ActivityKind kind = ActivityKind.Internal)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(work);
        ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var context);
        using var activity = Source.StartActivity(span, kind, context, ids.Tags);
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            Mark(activity, e);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{T}(string, WorkIds, string?, Func{Task{T}}, ActivityKind)"/>
    public static Task RunAsync(string span, WorkIds ids, string? parent, Func<Task> work, ActivityKind kind = ActivityKind.Internal)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(
            span,
            ids,
            parent,
            async () =>
            {
                await work();
                return true;
            },
            kind);
    }

    /// <summary>The <c>traceparent</c> to hand on: that of our span; without one the given; without that the one of whoever called, e.g. a request's.</summary>
    /// <param name="given">What was handed to this work, or null.</param>
    public static string? TraceParent(string? given = null) => (Ours ?? (given is null ? Activity.Current : null)) switch
    {
        { IdFormat: ActivityIdFormat.W3C, Id: { } id } => id,
        _ => given,
    };

    /// <summary>Says on our span how the work ended.</summary>
    /// <param name="outcome">A value of few, e.g. <c>JobOutcome.Succeeded</c>.</param>
    public static void Outcome<T>(T outcome)
        where T : struct, Enum => Ours?.SetTag(TagNames.Outcome, NameOf(outcome));

    /// <summary>Says on our span that the work failed, where the exception goes no further.</summary>
    /// <param name="error">The exception.</param>
    public static void Failed(Exception error) => Mark(Ours, error);

    /// <summary>An outcome as a tag has it: <c>handed-back</c>.</summary>
    internal static string NameOf<T>(T outcome)
        where T : struct, Enum =>
        string.Concat(outcome.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"-{Lower(letter)}" : Lower(letter)));

    private static Activity? Ours => Activity.Current is { } current && current.Source == Source ? current : null;

    private static void Mark(Activity? activity, Exception error) =>
        activity?.SetStatus(ActivityStatusCode.Error).SetTag(TagNames.ErrorType, error.GetType().FullName);

    private static string Lower(char letter) => char.ToLowerInvariant(letter).ToString(CultureInfo.InvariantCulture);
}
