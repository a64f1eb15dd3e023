namespace CloudRestore.Imaging.Pairs;

/// <summary>A shard cannot be read. The message is one sentence: what is wrong and what to do.</summary>
public sealed class PairShardException : Exception
{
    /// <summary>Makes the exception with its whole sentence.</summary>
    /// <param name="message">The sentence that a person reads.</param>
    /// <param name="innerException">What the tar reader said, if it said anything.</param>
    public PairShardException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
