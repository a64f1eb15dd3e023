using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Training;

/// <summary>What the stages of a run leave for people: curves and sample grids. Of a stage that is not done they are in its newest checkpoint.</summary>
/// <param name="storage">The storage account.</param>
public sealed class StageFiles(StorageClients storage)
{
    private const string SamplesFolder = "samples/";
    private const string Extension = ".jpg";

    /// <summary>The curves of every stage that has any.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cycles">How many cycles it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TrainingCurves> CurvesAsync(string run, int cycles, CancellationToken cancellationToken)
    {
        var curves = new List<StageCurve>();
        foreach (var stage in RunStage.Of(cycles))
        {
            if (await FolderAsync(run, stage, cancellationToken) is not var (folder, step))
                continue;
            var file = storage.Blob(Containers.Runs, folder + MetricsTable.FileName);
            if (await file.ExistsAsync(cancellationToken))
                curves.Add(MetricsTable.Read(stage.Name, step, (await file.DownloadContentAsync(cancellationToken)).Value.Content.ToString()));
        }

        return new TrainingCurves(curves);
    }

    /// <summary>The sample grids of every stage that has any. A grid's name is that of its stage, a dot, and that of its file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cycles">How many cycles it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SampleList> SamplesAsync(string run, int cycles, CancellationToken cancellationToken)
    {
        var samples = new List<Sample>();
        foreach (var stage in RunStage.Of(cycles))
        {
            if (await SamplesFolderAsync(run, stage, cancellationToken) is not { } folder)
                continue;
            var name = stage.Name;
            await foreach (var blob in storage.Container(Containers.Runs).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, cancellationToken))
            {
                if (blob.Name[folder.Length..] is var file && IsSample(file))
                    samples.Add(new Sample($"{name}.{file}", name, blob.Properties.ContentLength ?? 0));
            }
        }

        return new SampleList(samples);
    }

    /// <summary>A sample grid, or null if there is none of this name.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The grid's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<BlobClient?> FindSampleAsync(string run, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Split('.', 2) is not [var stage, var file] || !IsSample(file) || RunStage.Parse(stage) is not { } known
            || await SamplesFolderAsync(run, known, cancellationToken) is not { } folder)
        {
            return null;
        }

        var blob = storage.Blob(Containers.Runs, folder + file);
        return await blob.ExistsAsync(cancellationToken) ? blob : null;
    }

    private static bool IsSample(string file) => file.EndsWith(Extension, StringComparison.Ordinal) && !file.Contains('/', StringComparison.Ordinal);

    private async Task<string?> SamplesFolderAsync(string run, RunStage stage, CancellationToken cancellationToken) =>
        await FolderAsync(run, stage, cancellationToken) is var (folder, step) ? step is null ? folder + SamplesFolder : folder : null;

    /// <summary>Where a stage's files are, and the step of the checkpoint if it is one.</summary>
    private async Task<(string Folder, long? Step)?> FolderAsync(string run, RunStage stage, CancellationToken cancellationToken)
    {
        var result = await storage.Blob(Containers.Jobs, JobBlobs.Result($"{run}.{stage.Name}")).ReadJsonAsync<JobResult>(cancellationToken);
        if (result is { Outcome: JobOutcome.Succeeded, Output: { } output })
            return (output.Path, null);
        var pointer = await storage.Blob(Containers.Runs, RunBlobs.LatestCheckpoint(run, stage)).ReadJsonAsync<Pointer>(cancellationToken);
        return pointer is null ? null : (pointer.Latest.Folder, pointer.Latest.Step);
    }

    // Of the runner's pointer only what is needed here.
    private sealed record Pointer(Checkpoint Latest);

    private sealed record Checkpoint(string Folder, long Step);
}
