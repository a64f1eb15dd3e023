namespace Microsoft.Azure.Functions.Worker;

/// <summary>The addresses that steer an orchestration over HTTP. Each carries the key.</summary>
public class HttpManagementPayload
{
    /// <summary>Id of the orchestration.</summary>
    public string? Id { get; internal set; }

    /// <summary>GET: how it stands.</summary>
    public string? StatusQueryGetUri { get; internal set; }

    /// <summary>POST with JSON: raises the event that stands for <c>{eventName}</c>.</summary>
    public string? SendEventPostUri { get; internal set; }

    /// <summary>POST: ends it.</summary>
    public string? TerminatePostUri { get; internal set; }

    /// <summary>DELETE: forgets it and its history once it has ended.</summary>
    public string? PurgeHistoryDeleteUri { get; internal set; }

    /// <summary>POST: pauses it.</summary>
    public string? SuspendPostUri { get; internal set; }

    /// <summary>POST: lets it go on.</summary>
    public string? ResumePostUri { get; internal set; }
}
