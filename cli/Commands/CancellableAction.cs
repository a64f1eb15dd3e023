using System.CommandLine;

namespace CloudRestore.Cli.Commands;

/// <summary>Actions that Ctrl-C can end from their first moment.</summary>
internal static class CancellableAction
{
    /// <summary>Sets the action, run on another thread: before its first wait it would hold the one that listens for Ctrl-C.</summary>
    /// <param name="command">The command.</param>
    /// <param name="action">What it does.</param>
    public static void SetCancellableAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction((parsed, cancellationToken) => Task.Run(() => action(parsed, cancellationToken), cancellationToken));
}
