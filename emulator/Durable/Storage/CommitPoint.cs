namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>Where in a transaction a test may simulate the death of the process.</summary>
internal enum CommitPoint
{
    BeforeCommit,
    AfterCommit,
}
