using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;

namespace CloudRestore.Functions.Models;

/// <summary>
/// Finds the models in their container. One listing names them all; a card is read when its model is shown, and kept, because a model never
/// changes: whoever writes it anew changes its manifest's ETag.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="runs">The runs that made them.</param>
public sealed class ModelCatalog(StorageClients storage, TrainingRuns runs)
{
    private readonly ConcurrentDictionary<(string Version, ETag Manifest), RegisteredModel> _known = new();

    /// <summary>What is said of a model that is not there.</summary>
    /// <param name="version">The version asked for.</param>
    public static RequestRefusedException Missing(string version) =>
        new(404, $"There is no model '{Printable.Shorten(version)}': GET /api/models names those that can be used.");

    /// <summary>The models, newest first, from the listing alone.</summary>
    /// <param name="version">Only this one, or null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<List<StoredModel>> ListAsync(string? version, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, List<BlobItem>>(StringComparer.Ordinal);
        var prefix = version is null ? null : ModelBlobs.Folder(version);
        await foreach (var blob in storage.Container(Containers.Models).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (blob.Name.Split('/', 2) is [var folder, _] && Identifier.IsValid(folder))
            {
                if (!files.TryGetValue(folder, out var found))
                    files[folder] = found = [];
                found.Add(blob);
            }
        }

        var models = new List<StoredModel>();
        foreach (var (folder, blobs) in files)
        {
            var manifest = blobs.Find(blob => blob.Name == ModelBlobs.Manifest(folder));
            if (manifest is not null)
            {
                models.Add(new StoredModel(
                    folder,
                    manifest.Properties.CreatedOn ?? manifest.Properties.LastModified ?? default,
                    manifest.Properties.ETag ?? default,
                    [.. blobs.Select(blob => new ModelFile(blob.Name[(folder.Length + 1)..], blob.Properties.ContentLength ?? 0))]));
            }
        }

        return [.. models.OrderByDescending(model => PageRequest.KeyOf(model.CreatedAt, model.Version), StringComparer.Ordinal)];
    }

    /// <summary>A model as the API shows it.</summary>
    /// <param name="model">The model as listed.</param>
    /// <param name="registry">The aliases.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<RegisteredModel> DescribeAsync(StoredModel model, ModelRegistry registry, CancellationToken cancellationToken)
    {
        var key = (model.Version, model.Manifest);
        if (!_known.TryGetValue(key, out var described))
            _known[key] = described = await ReadAsync(model, cancellationToken);
        string?[] aliases = [registry.Champion == model.Version ? "champion" : null, registry.Candidate == model.Version ? "candidate" : null];
        return described with { Aliases = [.. aliases.OfType<string>()], Reigns = registry.ReignsOf(model.Version) };
    }

    /// <summary>A model's card as it stands, or null if it is no JSON.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<JsonElement?> CardAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return JsonElement.Parse((await ManifestAsync(version, cancellationToken)).ToMemory().Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<RegisteredModel> ReadAsync(StoredModel model, CancellationToken cancellationToken)
    {
        var (card, problem) = await CardFieldsAsync(model.Version, cancellationToken);
        var run = await RunAsync(model.Version, cancellationToken);
        return new RegisteredModel
        {
            Version = model.Version,
            CreatedAt = model.CreatedAt,
            Bytes = model.Files.Sum(file => file.Bytes),
            Name = Text(card?.Name),
            Run = run?.Id ?? Text(card?.Run),
            Parent = run?.Parent,
            Dataset = run?.Dataset ?? Text(card?.Dataset),
            Recipe = run?.Recipe ?? Text(card?.TrainedFor?.Damage),
            Preset = run?.Preset ?? Text(card?.Preset),
            License = Text(card?.License),
            Scores = card?.Scores ?? new Dictionary<string, double>(),
            Problem = problem,
        };
    }

    private async Task<(CardFields? Card, string? Problem)> CardFieldsAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return ((await ManifestAsync(version, cancellationToken)).ToObjectFromJson<CardFields>(CoreJson.Options), null);
        }
        catch (JsonException e)
        {
            return (null, $"The card of the model cannot be read: {e.Message}");
        }
    }

    private async Task<BinaryData> ManifestAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return (await storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw Missing(version);
        }
    }

    private async Task<Core.Runs.TrainingRequest?> RunAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await runs.Index.FindAsync(id, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // Of the card only what a list shows; the runner's own type knows the rest.
    private sealed record CardFields(
        string? Name, string? Run, string? Dataset, string? Preset, string? License, CardDamage? TrainedFor, IReadOnlyDictionary<string, double>? Scores);

    private sealed record CardDamage(string? Damage);
}
