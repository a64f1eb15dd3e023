namespace CloudRestore.Learning.Safetensors;

/// <summary>A file is not what the safetensors format asks for. The message says what is wrong, and of which file, in one sentence.</summary>
public sealed class SafetensorsException : Exception
{
    /// <summary>Without a message.</summary>
    public SafetensorsException()
    {
    }

    /// <summary>With the sentence to show.</summary>
    public SafetensorsException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what was caught.</summary>
    public SafetensorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
