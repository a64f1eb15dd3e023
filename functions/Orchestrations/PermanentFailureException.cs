namespace CloudRestore.Functions.Orchestrations;

/// <summary>Something cannot be done and will not be possible later: it is not tried again. The message is one sentence for a person.</summary>
public sealed class PermanentFailureException : Exception
{
    /// <summary>Makes the exception with its sentence.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PermanentFailureException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
