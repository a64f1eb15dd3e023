namespace CloudRestore.Learning.Stages;

/// <summary>A stage stopped because it was asked to suspend. Its checkpoint, if it has any, is stored.</summary>
public sealed class StageSuspendedException : Exception
{
    /// <summary>Suspended before any step was done.</summary>
    public StageSuspendedException()
        : base("The stage was suspended.")
    {
    }

    /// <summary>Suspended, in one sentence.</summary>
    public StageSuspendedException(string message)
        : base(message)
    {
    }

    /// <summary>Suspended, with a cause.</summary>
    public StageSuspendedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
