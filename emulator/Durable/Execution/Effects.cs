using CloudRestore.Emulator.Durable.Storage;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>What has to be set going after a commit. All of it is in the database too, from where a restart takes it up.</summary>
internal sealed class Effects
{
    public List<PendingActivity> Activities { get; } = [];

    public List<PendingTimer> Timers { get; } = [];

    public List<PendingTimer> CancelledTimers { get; } = [];

    /// <summary>Instances that have new messages.</summary>
    public HashSet<string> Receivers { get; } = [];

    /// <summary>Instances whose record changed.</summary>
    public HashSet<string> Changed { get; } = [];
}
