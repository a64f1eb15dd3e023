namespace CloudRestore.Core.Api;

/// <summary>The app answers.</summary>
/// <param name="Status"><c>live</c>.</param>
public sealed record Liveness(string Status);

/// <summary>Whether the app can do its work.</summary>
/// <param name="Ready">Whether every check passed.</param>
/// <param name="Checks">The checks.</param>
/// <param name="Queues">What waits in the queues that could be read. GPUs at zero are healthy, so a job that waits is no fault.</param>
public sealed record Readiness(bool Ready, IReadOnlyList<ReadinessCheck> Checks, IReadOnlyList<QueueDepth> Queues);

/// <summary>One check.</summary>
/// <param name="Name">What was checked, e.g. <c>queue gpu-train</c>.</param>
/// <param name="Ok">Whether it passed.</param>
/// <param name="Problem">What is wrong and what to do: one sentence; null if nothing is.</param>
public sealed record ReadinessCheck(string Name, bool Ok, string? Problem = null);

/// <summary>What waits in a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Waiting">Messages, about: those that are worked on are counted too.</param>
/// <param name="OldestSeconds">Age of the message that is next, which nobody works on; null if there is none.</param>
public sealed record QueueDepth(string Queue, int Waiting, double? OldestSeconds = null);

/// <summary>Which app answers.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Commit">The commit it was built from, if that was known.</param>
/// <param name="StartedAt">When this process started.</param>
public sealed record AppVersion(string Version, string? Commit, DateTimeOffset StartedAt);
