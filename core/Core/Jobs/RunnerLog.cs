namespace CloudRestore.Core.Jobs;

/// <summary>What the GPU runner says on standard output to those who start it.</summary>
public static class RunnerLog
{
    /// <summary>The line that says that its queues are served.</summary>
    public const string ReadyLine = "CloudRestore runner is ready";
}
