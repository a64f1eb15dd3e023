using CloudRestore.Core.Jobs;

namespace CloudRestore.Core.Storage;

/// <summary>The queues. Each has a poison queue beside it.</summary>
public static class Queues
{
    /// <summary>Stages of training: hours each.</summary>
    public const string GpuTrain = "gpu-train";

    /// <summary>Photographs to restore: seconds each, and never behind training.</summary>
    public const string GpuRestore = "gpu-restore";

    /// <summary>Wake-ups from the runners.</summary>
    public const string GpuResults = "gpu-results";

    /// <summary>The queues without their poison queues.</summary>
    public static IReadOnlyList<string> All { get; } = [GpuTrain, GpuRestore, GpuResults];

    /// <summary>The poison queue of <paramref name="queue"/>, named as the Functions host names it.</summary>
    public static string PoisonOf(string queue) => queue + "-poison";

    /// <summary>The queue that jobs of <paramref name="kind"/> go to.</summary>
    public static string For(JobKind kind) => kind == JobKind.Restore ? GpuRestore : GpuTrain;
}
