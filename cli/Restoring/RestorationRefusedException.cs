namespace CloudRestore.Cli.Restoring;

/// <summary>A photograph cannot be restored; the message is one sentence that says why.</summary>
internal sealed class RestorationRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
