using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Restorations;

/// <summary>The photographs of restorations: in the record, or, where there are many, in documents beside it.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="options">How many are many.</param>
public sealed class PhotographLists(StorageClients storage, IOptions<RestorationOptions> options)
{
    /// <summary>Moves many photographs out of a request that is about to be recorded. Its documents are named after what is in them, so that no other request changes them.</summary>
    /// <param name="request">The request with all its photographs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What to record.</returns>
    public async Task<RestorationRequest> MoveOutAsync(RestorationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var size = options.Value.ChunkSize;
        if (request.Photographs.Count <= size)
            return request;
        var key = Hash([size.ToString(CultureInfo.InvariantCulture), .. request.Photographs.Select(photograph => JsonSerializer.Serialize(photograph, CoreJson.Options))]);
        var list = new PhotographList(key, request.Photographs.Count, size, SourcesOf(request));
        foreach (var (chunk, photographs) in request.Photographs.Chunk(size).Index())
            await Blob(request.Id, list, chunk).CreateJsonAsync(new Chunk(photographs), cancellationToken);
        return request with { Photographs = [], List = list };
    }

    /// <summary>The photographs of a chunk; all of them if the request has no list.</summary>
    /// <param name="request">The record.</param>
    /// <param name="chunk">The chunk, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RequestedPhotograph>> ReadAsync(RestorationRequest request, int chunk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.List is not { } list)
            return request.Photographs;
        var found = await Blob(request.Id, list, chunk).ReadJsonAsync<Chunk>(cancellationToken);
        return found?.Photographs
            ?? throw new JsonException(FormattableString.Invariant($"The photographs of chunk {chunk} of the restoration '{request.Id}' are gone."));
    }

    /// <summary>SHA-256 of the sources of a request, in their order.</summary>
    internal static string SourcesOf(RestorationRequest request) =>
        request.List?.Sources ?? Hash(request.Photographs.Select(photograph => $"{photograph.Source.Container}/{photograph.Source.Path}"));

    private static string Hash(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes($"{line}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Azure.Storage.Blobs.BlobClient Blob(string restoration, PhotographList list, int chunk) =>
        storage.Blob(Containers.Jobs, JobBlobs.Photographs(restoration, list.Key, chunk));

    private sealed record Chunk(IReadOnlyList<RequestedPhotograph> Photographs);
}
