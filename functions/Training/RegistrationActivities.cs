using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Training;

/// <summary>A run's model after its evaluation.</summary>
/// <param name="Run">The run; its id becomes the model's version.</param>
/// <param name="Evaluation">Output folder of the evaluation.</param>
/// <param name="Champion">The champion that was evaluated beside it, or null.</param>
public sealed record EvaluatedModel(TrainingRequest Run, BlobAddress Evaluation, string? Champion);

/// <summary>Registers the model of a run.</summary>
public sealed class RegistrationActivities
{
    private const string ModelFolder = "model/";
    private const string ReportFile = "report.html";

    private readonly StorageClients _storage;
    private readonly ModelRegistryStore _registry;
    private readonly ILogger<RegistrationActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="registry">The registry of models.</param>
    /// <param name="logger">Gives the log lines their run.</param>
    public RegistrationActivities(StorageClients storage, ModelRegistryStore registry, ILogger<RegistrationActivities> logger) =>
        (_storage, _registry, _logger) = (storage, registry, logger);

    /// <summary>The version of the champion, or null. A run is never its own opponent.</summary>
    /// <param name="run">The run that asks.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(ReadChampion))]
    public async Task<string?> ReadChampion([ActivityTrigger] string run, CancellationToken cancellationToken)
    {
        var champion = (await _registry.ReadAsync(cancellationToken)).Champion;
        return champion == run ? null : champion;
    }

    /// <summary>Copies model and report out of the run. The manifest comes last: a model without one is not there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(RegisterModel))]
    public Task RegisterModel([ActivityTrigger] EvaluatedModel model, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.RegisterModel, WorkIds.OfRun(model.Run.Id), model.Run.TraceParent, () => RegisterAsync(model, cancellationToken));

    private async Task RegisterAsync(EvaluatedModel model, CancellationToken cancellationToken)
    {
        var version = model.Run.Id;
        if (!await _registry.HasModelAsync(version, cancellationToken))
        {
            var source = model.Evaluation.Path + ModelFolder;
            var files = await FilesAsync(model.Evaluation.Container, source, cancellationToken);
            if (!files.Contains(source + ModelBlobs.ManifestName))
                throw new PermanentFailureException($"The evaluation left no model at {model.Evaluation.Container}/{source}.");
            foreach (var file in files.OrderBy(file => file == source + ModelBlobs.ManifestName))
            {
                var target = new BlobAddress(Containers.Models, ModelBlobs.Folder(version) + file[source.Length..]);
                await CopyAsync(new BlobAddress(model.Evaluation.Container, file), target, cancellationToken);
            }
        }

        var report = new BlobAddress(model.Evaluation.Container, model.Evaluation.Path + ReportFile);
        if (await _storage.Blob(report).ExistsAsync(cancellationToken))
            await CopyAsync(report, new BlobAddress(Containers.Runs, RunBlobs.Report(version)), cancellationToken);
        await _registry.ChangeAsync(registry => registry with { Candidate = version }, cancellationToken);
    }

    private async Task<List<string>> FilesAsync(string container, string folder, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await foreach (var blob in _storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
            files.Add(blob.Name);
        return files;
    }

    private async Task CopyAsync(BlobAddress from, BlobAddress to, CancellationToken cancellationToken)
    {
        var properties = await _storage.Blob(from).GetPropertiesAsync(cancellationToken: cancellationToken);
        await using var content = await _storage.Blob(from).OpenReadAsync(cancellationToken: cancellationToken);
        var headers = new BlobHttpHeaders { ContentType = properties.Value.ContentType };
        await _storage.Blob(to).UploadAsync(content, new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
    }
}
