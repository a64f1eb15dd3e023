using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>Makes failure details of a size that can be stored and read.</summary>
internal static class Failures
{
    /// <summary>The longest message or stack trace kept, in characters.</summary>
    public const int LongestText = 16_384;

    /// <summary>The failure of an orchestrator, with its causes.</summary>
    public static TaskFailureDetails OfOrchestrator(Exception exception) => Trim(TaskFailureDetails.FromException(exception));

    /// <summary>The failure of an activity: only the outermost exception is kept, as the Functions host does.</summary>
    public static TaskFailureDetails OfActivity(Exception exception) =>
        Trim(TaskFailureDetails.FromException(exception) with { InnerFailure = null });

    /// <summary>A failure that is no exception.</summary>
    public static TaskFailureDetails Of(string type, string message) => new(type, message, null, null, null);

    private static TaskFailureDetails Trim(TaskFailureDetails failure) => failure with
    {
        ErrorMessage = Trim(failure.ErrorMessage)!,
        StackTrace = Trim(failure.StackTrace),
        InnerFailure = failure.InnerFailure is { } inner ? Trim(inner) : null,
    };

    private static string? Trim(string? text) =>
        text is { Length: > LongestText } ? string.Concat(text.AsSpan(0, LongestText), " … (shortened)") : text;
}
