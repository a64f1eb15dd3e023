using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the host learns of a blob.</summary>
public enum BlobTriggerSource
{
    /// <summary>By reading logs and listing the container.</summary>
    LogsAndContainerScan = 0,

    /// <summary>By an Event Grid subscription.</summary>
    EventGrid = 1,
}

/// <summary>Starts a function when a blob is written.</summary>
/// <param name="blobPath">Container and name pattern, like <c>uploads/{name}</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute(string blobPath) : TriggerBindingAttribute
{
    /// <summary>Container and name pattern, like <c>uploads/{name}</c>. <c>%setting%</c> is replaced.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting or section that holds the connection; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }

    /// <summary>How the host learns of a blob.</summary>
    public BlobTriggerSource Source { get; set; }
}
