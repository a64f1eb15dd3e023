using System.Security.Cryptography;
using Azure;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Training;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Restorations;

/// <summary>
/// The models used last, ready in memory, least recently used out first. A model is known by its version and the hash of its manifest, which
/// names the hash of its weights: a version that was made anew is never taken for the old one.
/// </summary>
internal sealed class ModelCache(StorageClients storage, ScratchSpace scratch, TorchDevice device, IOptions<WorkerOptions> options) : IDisposable
{
    private readonly BlobFolders _folders = new(storage);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly LinkedList<(string Key, RestorationEngine Model)> _models = new();

    /// <summary>Works with a model; one caller at a time, because the network's memory is what is scarce.</summary>
    /// <exception cref="PermanentFailureException">There is no such model.</exception>
    /// <exception cref="ModelFolderException">The model is damaged.</exception>
    public async Task<T> UseAsync<T>(string version, Func<RestorationEngine, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var model = await LoadAsync(version, cancellationToken);
            return await Task.Run(() => work(model), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, model) in _models)
            model.Dispose();
        _turn.Dispose();
    }

    private async Task<RestorationEngine> LoadAsync(string version, CancellationToken cancellationToken)
    {
        var key = $"{version}/{Convert.ToHexStringLower(SHA256.HashData(await ManifestAsync(version, cancellationToken)))}";
        var node = _models.First;
        while (node is not null && node.Value.Key != key)
            node = node.Next;
        if (node is not null)
            _models.Remove(node);
        else
            node = new((key, await DownloadAsync(version, cancellationToken)));
        _models.AddFirst(node);
        while (_models.Count > options.Value.ModelsInMemory)
        {
            _models.Last!.Value.Model.Dispose();
            _models.RemoveLast();
        }

        return node.Value.Model;
    }

    private async Task<byte[]> ManifestAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            var content = await storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).DownloadContentAsync(cancellationToken);
            return content.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new PermanentFailureException($"There is no model '{version}': choose one that is registered.", e);
        }
    }

    private async Task<RestorationEngine> DownloadAsync(string version, CancellationToken cancellationToken)
    {
        var folder = scratch.NewFolder("model");
        try
        {
            await _folders.DownloadAsync(new BlobAddress(Containers.Models, ModelBlobs.Folder(version)), "model", folder, cancellationToken);
            return RestorationEngine.Open(folder, device.Device, threads: options.Value.Threads > 0 ? options.Value.Threads : null);
        }
        catch (ModelFolderException e)
        {
            throw new PermanentFailureException($"The model '{version}' cannot be used: {e.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)}", e);
        }
        finally
        {
            ScratchSpace.Delete(folder);
        }
    }
}
