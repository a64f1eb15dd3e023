namespace CloudRestore.Learning.Presets;

/// <summary>A preset, or a setting in it, is unknown or out of range. Its message is one sentence.</summary>
public sealed class PresetException : Exception
{
    /// <summary>An error without a sentence; kept for the framework's conventions.</summary>
    public PresetException()
    {
    }

    /// <summary>An error, in one sentence.</summary>
    public PresetException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public PresetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
