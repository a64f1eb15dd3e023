using System.Text.Json.Serialization;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Webhooks;

namespace CloudRestore.Core.Restorations;

/// <summary><c>jobs/{restoration}/request.json</c>: what a restoration was asked for. Created once; the model is pinned in it.</summary>
public sealed record RestorationRequest
{
    /// <summary>The restoration's id.</summary>
    public required string Id { get; init; }

    /// <summary>The photographs, in the order they were given; none if there are so many that <see cref="List"/> says where they are.</summary>
    public required IReadOnlyList<RequestedPhotograph> Photographs { get; init; }

    /// <summary>Where the photographs of a large restoration are; else null.</summary>
    public PhotographList? List { get; init; }

    /// <summary>How many photographs it has.</summary>
    [JsonIgnore]
    public int Total => List?.Count ?? Photographs.Count;

    /// <summary>How the names begin, if that was asked for in place of names.</summary>
    public string? Prefix { get; init; }

    /// <summary>The model's version.</summary>
    public required string Model { get; init; }

    /// <summary>The size asked for.</summary>
    public OutputSize Size { get; init; } = OutputSize.Same;

    /// <summary>The address to call, or null.</summary>
    public WebhookRequest? Webhook { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its photograph was uploaded, if an upload is what asked for it.</summary>
    public DateTimeOffset? UploadedAt { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the span in which it was accepted, or null: everything that follows is in its trace.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>A photograph of a restoration.</summary>
/// <param name="Name">Its name as it was given.</param>
/// <param name="Source">Where it is.</param>
/// <param name="SourceETag">Its ETag when it was accepted, or null.</param>
/// <param name="Target">Where the restored one goes.</param>
public sealed record RequestedPhotograph(string Name, BlobAddress Source, string? SourceETag, BlobAddress Target);
