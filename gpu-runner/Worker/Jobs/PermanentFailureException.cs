namespace CloudRestore.GpuRunner.Jobs;

/// <summary>A job that no further attempt can do. The message is one sentence for a person.</summary>
internal class PermanentFailureException(string message, Exception? innerException = null) : Exception(message, innerException);
