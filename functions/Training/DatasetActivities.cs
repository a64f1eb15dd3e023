using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Training;

/// <summary>Freezes a dataset into a run's manifest: list, inspect in shares, write. Lists and findings pass through blobs, not through history.</summary>
public sealed class DatasetActivities
{
    /// <summary>Photographs that one activity inspects.</summary>
    internal const int ShareSize = 64;

    private const int MaxFiles = 100_000;

    private static readonly PhotographLimits Limits = PhotographInspection.Limits;

    private readonly StorageClients _storage;
    private readonly ILogger<DatasetActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="logger">Gives the log lines their run.</param>
    public DatasetActivities(StorageClients storage, ILogger<DatasetActivities> logger) => (_storage, _logger) = (storage, logger);

    /// <summary>Keeps the names below the dataset's originals as they are now.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The number of shares.</returns>
    [Function(nameof(ListPhotographs))]
    public Task<int> ListPhotographs([ActivityTrigger] TrainingRequest run, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.ListDataset, WorkIds.OfRun(run.Id), run.TraceParent, () => ListAsync(run, cancellationToken));

    private async Task<int> ListAsync(TrainingRequest run, CancellationToken cancellationToken)
    {
        var kept = _storage.Blob(Containers.Datasets, DatasetBlobs.Inspection(run.Dataset, run.Id, 0));
        if (await kept.ReadJsonAsync<DatasetListing>(cancellationToken) is not { } listing)
        {
            var folder = DatasetBlobs.Originals(run.Dataset);
            var names = new List<string>();
            await foreach (var blob in _storage.Container(Containers.Datasets).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
            {
                names.Add(blob.Name[folder.Length..]);
                if (names.Count > MaxFiles)
                    throw new PermanentFailureException($"The dataset '{run.Dataset}' holds more than {MaxFiles:N0} files: split it.");
            }

            names.Sort(StringComparer.Ordinal);
            await kept.CreateJsonAsync(new DatasetListing(names), cancellationToken);
            listing = (await kept.ReadJsonAsync<DatasetListing>(cancellationToken))!;
        }

        return (listing.Names.Count + ShareSize - 1) / ShareSize;
    }

    /// <summary>Reads every photograph of a share to its last pixel, and keeps hash and size, or the reason why it cannot be used.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(InspectPhotographs))]
    public Task InspectPhotographs([ActivityTrigger] DatasetShare share, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.InspectDataset, WorkIds.OfRun(share.RunId), share.TraceParent, () => InspectAsync(share, cancellationToken));

    private async Task InspectAsync(DatasetShare share, CancellationToken cancellationToken)
    {
        var kept = Findings(share.Dataset, share.RunId, share.Index);
        if (await kept.ExistsAsync(cancellationToken))
            return;
        var listing = await _storage.Blob(Containers.Datasets, DatasetBlobs.Inspection(share.Dataset, share.RunId, 0)).ReadJsonAsync<DatasetListing>(cancellationToken);
        var photographs = new List<DatasetPhotograph>();
        var rejected = new List<RejectedFile>();
        foreach (var name in listing!.Names.Skip(share.Index * ShareSize).Take(ShareSize))
        {
            try
            {
                photographs.Add(await InspectAsync(share.Dataset, name, cancellationToken));
            }
            catch (Exception e) when (e is PhotographException or InvalidNameException or PermanentFailureException)
            {
                rejected.Add(new RejectedFile(name, e.Message));
            }
        }

        await kept.CreateJsonAsync(new DatasetInspection(photographs, rejected), cancellationToken);
    }

    /// <summary>Puts the findings together into the run's manifest, and says where its pairs go.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(WriteManifest))]
    public Task<ManifestSummary> WriteManifest([ActivityTrigger] TrainingRequest run, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.WriteManifest, WorkIds.OfRun(run.Id), run.TraceParent, () => WriteAsync(run, cancellationToken));

    private async Task<ManifestSummary> WriteAsync(TrainingRequest run, CancellationToken cancellationToken)
    {
        var recipe = Recipe(run.Recipe);
        var blob = _storage.Blob(Containers.Runs, RunBlobs.Manifest(run.Id));
        if (await blob.ReadJsonAsync<DatasetManifest>(cancellationToken) is not { } manifest)
        {
            var inspections = new List<DatasetInspection>();
            var shares = await ListAsync(run, cancellationToken);
            for (var i = 0; i < shares; i++)
                inspections.Add((await Findings(run.Dataset, run.Id, i).ReadJsonAsync<DatasetInspection>(cancellationToken))!);
            manifest = DatasetManifests.Build(run.Dataset, inspections);
            await blob.CreateJsonAsync(manifest, cancellationToken);
            manifest = (await blob.ReadJsonAsync<DatasetManifest>(cancellationToken))!;
            await _storage.Blob(Containers.Datasets, DatasetBlobs.Manifest(run.Dataset)).WriteJsonAsync(manifest, cancellationToken);
        }

        return new ManifestSummary(
            Count(DatasetPhotograph.Train),
            Count(DatasetPhotograph.HeldOut),
            DatasetManifests.PairsId(manifest, recipe, run.Seed),
            DatasetManifests.Problem(manifest));

        int Count(string split) => manifest.Photographs.Count(photograph => photograph.Split == split);
    }

    internal static DamageRecipe Recipe(string name)
    {
        try
        {
            return DamageRecipe.Named(name);
        }
        catch (ArgumentException e)
        {
            throw new PermanentFailureException($"There is no damage recipe '{Printable.Shorten(name)}': use {string.Join(", ", DamageRecipe.Names)}.", e);
        }
    }

    private async Task<DatasetPhotograph> InspectAsync(string dataset, string name, CancellationToken cancellationToken)
    {
        var blob = _storage.Blob(Containers.Datasets, DatasetBlobs.Original(dataset, name));
        try
        {
            long size = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
            if (size > Limits.MaxBytes)
                throw new PermanentFailureException(FormattableString.Invariant($"\"{Printable.Shorten(name)}\" has {size:N0} bytes, more than the {Limits.MaxBytes:N0} bytes allowed: save it smaller or at a lower quality."));
            var bytes = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
            var color = PhotographReader.Read(bytes, name, Limits).Color;
            return new DatasetPhotograph(name, Convert.ToHexStringLower(SHA256.HashData(bytes)), color.Width, color.Height, DatasetPhotograph.Train);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new PermanentFailureException($"\"{Printable.Shorten(name)}\" was deleted while the dataset was read.", e);
        }
    }

    // Index 0 is the listing.
    private Azure.Storage.Blobs.BlobClient Findings(string dataset, string run, int share) =>
        _storage.Blob(Containers.Datasets, DatasetBlobs.Inspection(dataset, run, share + 1));
}
