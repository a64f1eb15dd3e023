using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Transfer;
using Microsoft.Extensions.Logging;

namespace CloudRestore.GpuRunner.Checkpoints;

/// <summary>The checkpoints of one stage of one run, as one attempt reads and writes them.</summary>
internal sealed class CheckpointStore(StorageClients storage, string run, RunStage stage, int attempt, ILogger log)
{
    private readonly BlobFolders _folders = new(storage);
    private static readonly Dictionary<string, string> Tags = new() { [RunBlobs.KindTag] = RunBlobs.CheckpointKind };

    private readonly BlobClient _pointer = storage.Blob(Containers.Runs, RunBlobs.LatestCheckpoint(run, stage));
    private StoredCheckpoint? _lastGood;

    /// <summary>The step of the newest checkpoint, 0 without any.</summary>
    public async Task<long> StepAsync(CancellationToken cancellationToken) => (await ReadAsync(cancellationToken)).Pointer?.Latest.Step ?? 0;

    /// <summary>Downloads the newest checkpoint that is whole.</summary>
    /// <param name="scratch">Below it the files are laid.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The local folder, or null to begin anew.</returns>
    public async Task<string?> ResumeAsync(string scratch, CancellationToken cancellationToken)
    {
        var (pointer, _) = await ReadAsync(cancellationToken);
        Fence(pointer);
        StoredCheckpoint?[] candidates = [pointer?.Latest, pointer?.Previous];
        foreach (var checkpoint in candidates.OfType<StoredCheckpoint>())
        {
            var folder = Path.Combine(scratch, $"resume-{checkpoint.Attempt}-{checkpoint.Step}");
            if (await DownloadAsync(checkpoint, folder, cancellationToken) is not { } problem)
            {
                _lastGood = checkpoint;
                log.LogInformation("Run {Run}, {Stage}: resuming from step {Step}.", run, stage.Name, checkpoint.Step);
                return folder;
            }

            log.LogWarning("The checkpoint {Folder} is passed over: {Problem}", checkpoint.Folder, problem);
        }

        return null;
    }

    /// <summary>Stores a checkpoint, points to it, and deletes all but it, the one before, and what later attempts are writing.</summary>
    /// <exception cref="JobLostException">A later attempt has written, or another runner just now.</exception>
    public async Task SaveAsync(string folder, long step, CancellationToken cancellationToken)
    {
        var target = RunBlobs.Checkpoint(run, stage, attempt, step);
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => new StoredFile(Path.GetFileName(file), new FileInfo(file).Length, Hash(file))).ToList();
        await _folders.UploadAsync(folder, new BlobAddress(Containers.Runs, target), cancellationToken, Tags);

        var (pointer, etag) = await ReadAsync(cancellationToken);
        Fence(pointer);
        var stored = new StoredCheckpoint(attempt, step, target, files);
        if (!await _pointer.ReplaceJsonAsync(new CheckpointPointer(stored, _lastGood), etag, cancellationToken))
            throw new JobLostException($"Another runner wrote {_pointer.Name} at the same time.");
        var previous = _lastGood;
        _lastGood = stored;
        await DeleteAllButAsync([stored.Folder, previous?.Folder], cancellationToken);
    }

    private void Fence(CheckpointPointer? pointer)
    {
        if (pointer is not null && pointer.Latest.Attempt > attempt)
            throw new JobLostException($"Attempt {pointer.Latest.Attempt} has written {_pointer.Name}, and this is attempt {attempt}.");
    }

    private async Task<(CheckpointPointer? Pointer, ETag? ETag)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await _pointer.ReadJsonWithETagAsync<CheckpointPointer>(cancellationToken);
            return (found?.Value, found?.ETag);
        }
        catch (JsonException e)
        {
            log.LogWarning("{Pointer} is passed over: {Problem}", _pointer.Name, e.Message);
            return (null, (await _pointer.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag);
        }
    }

    /// <summary>Returns what is wrong with the checkpoint, or null.</summary>
    private async Task<string?> DownloadAsync(StoredCheckpoint checkpoint, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in checkpoint.Files)
        {
            var local = Path.Combine(folder, Path.GetFileName(PhotographName.Require(file.Name)));
            try
            {
                await storage.Blob(Containers.Runs, checkpoint.Folder + file.Name).DownloadToAsync(local, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return $"{file.Name} is missing.";
            }

            if (new FileInfo(local).Length != file.Bytes)
                return $"{file.Name} has {new FileInfo(local).Length} bytes instead of {file.Bytes}.";
            if (Hash(local) != file.Sha256)
                return $"{file.Name} does not have its SHA-256.";
        }

        return null;
    }

    private async Task DeleteAllButAsync(string?[] kept, CancellationToken cancellationToken)
    {
        var all = RunBlobs.Checkpoints(run, stage);
        try
        {
            var container = storage.Container(Containers.Runs);
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, all, cancellationToken))
            {
                var isKept = kept.Any(folder => folder is not null && blob.Name.StartsWith(folder, StringComparison.Ordinal));
                if (!isKept && RunBlobs.AttemptOf(blob.Name[all.Length..]) <= attempt)
                    await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            }
        }
        catch (RequestFailedException e)
        {
            log.LogWarning("Old checkpoints in {Folder} stay for now: {Problem}", all, FailureKind.Sentence(e));
        }
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
