namespace CloudRestore.Functions.Orchestrations;

/// <summary>Names of the events that orchestrations wait for. Each is a wake-up only: what it says is read from storage.</summary>
public static class EventNames
{
    /// <summary>A GPU job has a result.</summary>
    public const string JobFinished = "JobFinished";

    /// <summary>A person approved or rejected.</summary>
    public const string Approval = "Approval";

    /// <summary>There is something to tell the webhook of a run or restoration.</summary>
    public const string RunChanged = "RunChanged";

    /// <summary>Somebody asked for the end.</summary>
    public const string Cancel = "Cancel";
}
