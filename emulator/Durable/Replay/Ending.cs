using CloudRestore.Emulator.Durable.History;
using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>How an execution ended.</summary>
internal abstract record Ending
{
    private Ending()
    {
    }

    internal sealed record Completed(string? Output) : Ending;

    internal sealed record Failed(TaskFailureDetails Failure) : Ending;

    internal sealed record Terminated(string? Output, bool Recursive) : Ending;

    internal sealed record ContinuedAsNew(string? Input, IReadOnlyList<RaisedEvent> PreservedEvents) : Ending;
}
