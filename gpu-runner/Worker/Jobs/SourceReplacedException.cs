namespace CloudRestore.GpuRunner.Jobs;

/// <summary>The photograph of a job was replaced after the job was accepted; its place in <c>restored</c> belongs to the newer job.</summary>
internal sealed class SourceReplacedException(string message) : PermanentFailureException(message);
