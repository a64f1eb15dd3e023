using System.Text.Json.Serialization;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;

namespace CloudRestore.Core.Jobs;

/// <summary>One photograph to restore.</summary>
public sealed record RestorationJob
{
    /// <summary>The photograph.</summary>
    public required BlobAddress Source { get; init; }

    /// <summary>The source's ETag when it was accepted; a photograph replaced since is another job's. Null: whatever is there.</summary>
    public string? SourceETag { get; init; }

    /// <summary>Where the restored photograph goes.</summary>
    public required BlobAddress Target { get; init; }

    /// <summary>The version of the model, pinned when the photograph was accepted.</summary>
    public required string Model { get; init; }

    /// <summary>The size asked for.</summary>
    public OutputSize Size { get; init; } = OutputSize.Same;

    /// <summary>What the photograph is called by whoever sent it.</summary>
    [JsonIgnore]
    public string Name => Source.Container == Containers.Jobs ? JobBlobs.PhotographOf(Source.Path) : Source.Path;

    /// <summary>Checks names, addresses and the size.</summary>
    /// <exception cref="InvalidNameException">A name is not allowed.</exception>
    /// <exception cref="WireFormatException">The size is out of range.</exception>
    public void Validate()
    {
        Source.Validate();
        Target.Validate();
        Identifier.Require(Model, "model");
        if (Size.Problem() is { } problem)
            throw new WireFormatException(problem);
    }
}
