namespace CloudRestore.Learning.Pickling;

/// <summary>A pickle is broken, or asks for something that is not a tensor. The message says what, begins with "its" and lacks the file's name and the full stop.</summary>
internal sealed class PickleException : Exception
{
    public PickleException()
    {
    }

    public PickleException(string message)
        : base(message)
    {
    }

    public PickleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
