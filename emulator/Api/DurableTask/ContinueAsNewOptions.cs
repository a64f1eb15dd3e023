namespace Microsoft.DurableTask;

/// <summary>How an orchestration continues as new.</summary>
public class ContinueAsNewOptions
{
    /// <summary>Input of the next execution; null for none.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that arrived and were not waited for are kept for the next execution. Default: true.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;
}
