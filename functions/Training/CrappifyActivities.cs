using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Quality;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Training;

/// <summary>Damages photographs as the lesson's <c>crappify</c> does, in shards.</summary>
public sealed class CrappifyActivities
{
    private readonly StorageClients _storage;
    private readonly ILogger<CrappifyActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="logger">Gives the log lines their run.</param>
    public CrappifyActivities(StorageClients storage, ILogger<CrappifyActivities> logger) => (_storage, _logger) = (storage, logger);

    /// <summary>Makes a shard, unless it exists: its path is a function of everything that goes into it.</summary>
    /// <param name="order">The shard.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(CrappifyShard))]
    public Task CrappifyShard([ActivityTrigger] ShardOrder order, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.Crappify, WorkIds.OfRun(order.Run.Id), order.Run.TraceParent, () => CrappifyAsync(order, cancellationToken));

    private async Task CrappifyAsync(ShardOrder order, CancellationToken cancellationToken)
    {
        var run = order.Run;
        var judges = order.Split == DatasetPhotograph.HeldOut;
        var shard = _storage.Blob(Containers.Datasets, DatasetBlobs.Shard(run.Dataset, order.Pairs, order.Split, order.Index));
        var stamps = judges ? _storage.Blob(Containers.Datasets, DatasetBlobs.Stamps(run.Dataset, order.Pairs, order.Split, order.Index)) : null;
        if (await shard.ExistsAsync(cancellationToken) && (stamps is null || await stamps.ExistsAsync(cancellationToken)))
            return;
        var recipe = DatasetActivities.Recipe(run.Recipe);
        if (judges)
            recipe = recipe.ForJudging;
        var regions = new Dictionary<string, StampRegion>();
        var manifest = await _storage.Blob(Containers.Runs, RunBlobs.Manifest(run.Id)).ReadJsonAsync<DatasetManifest>(cancellationToken);
        using var content = new MemoryStream();
        using (var writer = new PairShardWriter(content))
        {
            var share = manifest!.Photographs.Where(photograph => photograph.Split == order.Split).Skip(order.Index * ShardOrder.Size).Take(ShardOrder.Size);
            foreach (var photograph in share)
            {
                var bytes = await OriginalAsync(run.Dataset, photograph, cancellationToken);
                var seed = DamageSeed.For(run.Seed, photograph.Sha256);
                var (pair, stamp) = judges
                    ? PairBuilder.BuildWithStamp(bytes, photograph.Name, recipe, seed)
                    : (PairBuilder.Build(bytes, photograph.Name, recipe, seed), null);
                writer.Add(pair);
                if (stamp is not null)
                    regions[photograph.Name] = stamp;
            }
        }

        if (stamps is not null)
            await CreateAsync(stamps, BinaryData.FromBytes(PairStamps.Write(regions)), cancellationToken);
        await CreateAsync(shard, BinaryData.FromBytes(content.ToArray()), cancellationToken);
    }

    private static async Task CreateAsync(BlobClient blob, BinaryData content, CancellationToken cancellationToken)
    {
        try
        {
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // Another execution made the same bytes.
        }
    }

    private async Task<byte[]> OriginalAsync(string dataset, DatasetPhotograph photograph, CancellationToken cancellationToken)
    {
        try
        {
            var blob = _storage.Blob(Containers.Datasets, DatasetBlobs.Original(dataset, photograph.Name));
            var bytes = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) == photograph.Sha256)
                return bytes;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw Changed(photograph, "was deleted");
        }

        throw Changed(photograph, "changed");
    }

    private static PermanentFailureException Changed(DatasetPhotograph photograph, string what) =>
        new($"The photograph \"{Printable.Shorten(photograph.Name)}\" {what} after the run began: start the run again under another id.");
}
