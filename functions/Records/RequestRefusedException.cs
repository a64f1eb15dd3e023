namespace CloudRestore.Functions.Records;

/// <summary>A request cannot be accepted; the message is one sentence that says what is wrong and what to do.</summary>
public sealed class RequestRefusedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="status">The HTTP status, 400 or more.</param>
    /// <param name="message">The sentence.</param>
    public RequestRefusedException(int status, string message)
        : base(message) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }
}
