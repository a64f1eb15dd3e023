namespace CloudRestore.Cli.Commands;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>It did what was asked.</summary>
    public const int Ok = 0;

    /// <summary>It could not do it, or not all of it.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a file it names is wrong; nothing was begun.</summary>
    public const int WrongUse = 2;

    /// <summary>Ctrl-C, or a signal to end; what was started has been stopped.</summary>
    public const int Interrupted = 130;
}
