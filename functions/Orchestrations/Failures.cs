using System.Text.RegularExpressions;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;
using CloudRestore.Imaging.Photographs;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Orchestrations;

/// <summary>How failed activities and sub-orchestrations are tried again, and what is said of them in the end.</summary>
internal static partial class Failures
{
    /// <summary>The longest reason that is kept, in characters.</summary>
    public const int MaxReasonLength = 1000;

    /// <summary>Five attempts over about half a minute; failures that will not go away are not tried again.</summary>
    public static TaskOptions Retry { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1))
        {
            HandleFailure = failure => !IsPermanent(failure),
        });

    /// <summary>What failed, in the words of whoever failed first, without the frames that orchestrations put around it.</summary>
    public static string ReasonOf(TaskFailureDetails? failure)
    {
        if (failure is null)
            return "It failed without saying why; the function app's log may know.";
        while (failure.InnerFailure is { } inner)
            failure = inner;
        return Unframe(failure.ErrorMessage);
    }

    /// <inheritdoc cref="ReasonOf(TaskFailureDetails?)"/>
    public static string ReasonOf(Exception exception) =>
        exception is TaskFailedException failed ? ReasonOf(failed.FailureDetails) : Unframe(exception.Message);

    private static string Unframe(string message)
    {
        var text = message;
        for (var frame = Frame().Match(text); frame.Success; frame = Frame().Match(text))
            text = text[frame.Length..];
        return Printable.Shorten(text.Trim(), MaxReasonLength);
    }

    private static bool IsPermanent(TaskFailureDetails failure) =>
        failure.IsCausedBy<PermanentFailureException>()
        || failure.IsCausedBy<PhotographException>()
        || failure.IsCausedBy<InvalidNameException>()
        || failure.IsCausedBy<WireFormatException>();

    [GeneratedRegex(@"^(?:Task '[^']*' \(#\d+\) failed with an unhandled exception: |(?:[A-Za-z_]\w*\.)+\w*Exception: )")]
    private static partial Regex Frame();
}
