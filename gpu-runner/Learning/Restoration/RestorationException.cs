namespace CloudRestore.Learning.Restoration;

/// <summary>A photograph was not restored. The message is one sentence: what is wrong and what to do.</summary>
public sealed class RestorationException : Exception
{
    /// <summary>Makes the exception with its sentence.</summary>
    /// <param name="problem">The kind of problem.</param>
    /// <param name="message">The sentence that a person reads.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public RestorationException(RestorationProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>The kind of problem.</summary>
    public RestorationProblem Problem { get; }
}
