namespace CloudRestore.Cli.Commands;

/// <summary>The command ends here; the message is one sentence that says what is wrong and what to do.</summary>
internal sealed class CliException(string message, int exitCode = ExitCode.WrongUse) : Exception(message)
{
    /// <summary>See <see cref="Commands.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
