using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Datasets;

/// <summary>
/// The photographs of a dataset. What was found out about each stands in its blob's metadata, so that a listing tells all, and nothing can
/// disagree with what is there.
/// </summary>
internal sealed partial class DatasetContents
{
    private readonly Dictionary<string, StoredPhotograph> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nameOfContent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _originOf = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<StoredPhotograph> Photographs => _byName.Values;

    /// <summary>Lists a dataset.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DatasetContents> ReadAsync(StorageClients storage, string dataset, CancellationToken cancellationToken)
    {
        var contents = new DatasetContents();
        var folder = DatasetBlobs.Originals(dataset);
        await foreach (var blob in storage.Container(Containers.Datasets).GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, folder, cancellationToken))
            contents.Add(Describe(blob, blob.Name[folder.Length..]), blob.Metadata.TryGetValue(DatasetBlobs.OriginMetadata, out var origin) ? origin : null);
        return contents;
    }

    /// <summary>A photograph, or null.</summary>
    public StoredPhotograph? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The name under which a content is kept, or null.</summary>
    public string? NameOf(string sha256) => _nameOfContent.GetValueOrDefault(sha256);

    /// <summary>Whether a photograph came from an entry of an import.</summary>
    public bool IsFrom(string name, string origin) => _originOf.TryGetValue(name, out var known) && known == origin;

    /// <summary>Adds a photograph.</summary>
    public void Add(StoredPhotograph photograph, string? origin)
    {
        _byName[photograph.Name] = photograph;
        if (origin is not null)
            _originOf[photograph.Name] = origin;
        if (photograph.Sha256 is { } hash)
            _nameOfContent.TryAdd(hash, photograph.Name);
    }

    /// <summary>The photographs with the splits of the dataset as it is now, as a training run would choose them.</summary>
    public IEnumerable<StoredPhotograph> WithSplits()
    {
        var splits = HeldOutSplit.Choose(_nameOfContent.Keys);
        return Photographs.Select(photograph => photograph.Sha256 is { } hash ? photograph with { Split = splits[hash] } : photograph);
    }

    /// <summary>Photographs by split, each content once.</summary>
    public SplitCounts Splits()
    {
        var splits = HeldOutSplit.Choose(_nameOfContent.Keys).Values;
        return new SplitCounts(splits.Count(Is(DatasetPhotograph.Train)), splits.Count(Is(DatasetPhotograph.HeldOut)), splits.Count(Is(DatasetPhotograph.Spare)));

        static Func<string, bool> Is(string split) => other => other == split;
    }

    /// <summary>Contents that are known: photographs that training can use.</summary>
    public int Distinct => _nameOfContent.Count;

    private static StoredPhotograph Describe(BlobItem blob, string name)
    {
        var photograph = new StoredPhotograph(
            name,
            blob.Properties.ContentLength ?? 0,
            blob.Properties.ETag?.Unquoted() ?? "",
            blob.Properties.CreatedOn ?? blob.Properties.LastModified ?? default);
        return blob.Metadata.TryGetValue(DatasetBlobs.HashMetadata, out var hash) && Hash().IsMatch(hash)
            && Pixels(blob, DatasetBlobs.WidthMetadata) is { } width && Pixels(blob, DatasetBlobs.HeightMetadata) is { } height
            ? photograph with { Sha256 = hash, Width = width, Height = height }
            : photograph;
    }

    private static int? Pixels(BlobItem blob, string key) =>
        blob.Metadata.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : null;

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
