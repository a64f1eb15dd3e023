namespace CloudRestore.Learning.Weights;

/// <summary>A file of weights from elsewhere cannot be used. The message says in one sentence what is wrong with which file.</summary>
public sealed class WeightsException : Exception
{
    /// <summary>Without a message.</summary>
    public WeightsException()
    {
    }

    /// <summary>With the sentence to show.</summary>
    public WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what was caught.</summary>
    public WeightsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
