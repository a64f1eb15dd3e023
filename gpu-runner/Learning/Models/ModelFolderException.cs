namespace CloudRestore.Learning.Models;

/// <summary>A folder does not hold a usable model. The message says in one sentence what is wrong with which file.</summary>
public sealed class ModelFolderException : Exception
{
    /// <summary>Without a message.</summary>
    public ModelFolderException()
    {
    }

    /// <summary>With the sentence to show.</summary>
    public ModelFolderException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what was caught.</summary>
    public ModelFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
