using Azure;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CloudRestore.Functions.Http;

/// <summary>The header <c>If-Match</c>: the state that the caller read and wants to change.</summary>
internal sealed class IfMatch
{
    private readonly IList<EntityTagHeaderValue>? _tags;

    private IfMatch(IList<EntityTagHeaderValue>? tags) => _tags = tags;

    /// <summary>No condition.</summary>
    public static IfMatch Anything { get; } = new(null);

    /// <summary>Reads the header.</summary>
    /// <exception cref="RequestRefusedException">It holds no ETags.</exception>
    public static IfMatch Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return Anything;
        return EntityTagHeaderValue.TryParseStrictList(header, out var tags) && tags is { Count: > 0 }
            ? new IfMatch(tags)
            : throw new RequestRefusedException(400, "'If-Match' must be an ETag in quotes as an answer gave it, or *.");
    }

    /// <summary>Checks the state that is there now.</summary>
    /// <param name="current">Its ETag, or null if there is none.</param>
    /// <param name="what">What it is: "the registry of models".</param>
    /// <exception cref="RequestRefusedException">The caller read another one.</exception>
    public void Require(ETag? current, string what)
    {
        if (_tags is not null && !_tags.Any(tag => Holds(tag, current)))
            throw new RequestRefusedException(StatusCodes.Status412PreconditionFailed, $"Since you read {what}, it has changed: read it again and decide anew.");
    }

    private static bool Holds(EntityTagHeaderValue tag, ETag? current) =>
        current is { } etag && (tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(etag.ToString("H")), useStrongComparison: true));
}
