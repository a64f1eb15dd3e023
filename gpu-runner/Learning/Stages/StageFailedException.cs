namespace CloudRestore.Learning.Stages;

/// <summary>A stage cannot go on. Its message is one sentence that a person can act on.</summary>
public sealed class StageFailedException : Exception
{
    /// <summary>A failure without a sentence; kept for the framework's conventions.</summary>
    public StageFailedException()
    {
    }

    /// <summary>A failure, in one sentence.</summary>
    public StageFailedException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its cause.</summary>
    public StageFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
