using System.Text.Json;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Training;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Demo;

/// <summary>
/// The main job on this machine: every process is started, a model is trained over HTTP, from the one that comes with the product if the
/// preset has its network, and damaged photographs that it has never seen are dropped into <c>uploads</c> and come back restored. Then
/// everything is stopped again.
/// </summary>
internal sealed record Demonstration
{
    private const string Dataset = "demo";

    private static readonly DamageRecipe Recipe = DamageRecipe.Lesson7;

    /// <summary>A folder of photographs, or null for the ones that come with the product.</summary>
    public required string? ImagesFolder { get; init; }

    /// <summary>Where the results go.</summary>
    public required string OutFolder { get; init; }

    /// <summary>The preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">Ends it; nothing is left running.</param>
    /// <returns>What was measured, as written to <c>summary.json</c>.</returns>
    /// <exception cref="CliException">Something was wrong with the photographs, or training or restoring failed.</exception>
    public async Task<DemoSummary> RunAsync(CancellationToken cancellationToken)
    {
        var files = await DemoPhotographs.FindAsync(ImagesFolder, OutFolder, Screen.Say, cancellationToken);
        DemoFiles.Prepare(OutFolder);
        var data = Directory.CreateTempSubdirectory("cloudrestore-demo-");
        try
        {
            return await WithStackAsync(data.FullName, files, cancellationToken);
        }
        finally
        {
            data.Delete(recursive: true);
            Screen.Say("Everything that was started is stopped.");
        }
    }

    private async Task<DemoSummary> WithStackAsync(string data, List<PhotographFile> files, CancellationToken cancellationToken)
    {
        var began = Time.GetTimestamp();
        var options = new StackOptions { DataFolder = data, LogFolder = Path.Combine(OutFolder, "logs"), Say = Screen.Say };
        await using var stack = await LocalStack.StartAsync(options, cancellationToken);
        using var connection = Connection.To(stack);
        return await WhileRunningAsync(stack, token => ShowAsync(connection, files, began, token), cancellationToken);
    }

    private async Task<DemoSummary> ShowAsync(Connection connection, List<PhotographFile> files, long began, CancellationToken cancellationToken)
    {
        Screen.Say($"Uploading {files.Count} photographs as the dataset '{Dataset}'.");
        await DatasetUpload.UploadAsync(connection.Storage, Dataset, files, cancellationToken);

        var parent = StartsFromShippedModel ? await ShippedModelRegistration.EnsureAsync(connection.Storage, Time, cancellationToken) : null;
        var run = await TrainAsync(connection, parent, cancellationToken);
        var manifest = await connection.Storage.Blob(Containers.Runs, RunBlobs.Manifest(run.Id)).ReadJsonAsync<DatasetManifest>(cancellationToken);
        foreach (var rejected in manifest!.Rejected)
            Screen.Say($"Not used: {rejected.Reason}");

        var heldOut = manifest.Photographs.Where(photograph => photograph.Split == DatasetPhotograph.HeldOut).Take(DemoFiles.MostPhotographs).ToList();
        Screen.Say(
            $"Damaging {heldOut.Count} photographs that were not trained on (shorter side {DamagedAt} px, a number stamped on, JPEG), dropping them into '{Containers.Uploads}', " +
            $"and waiting until the blob trigger has them restored to a shorter side of {Recipe.TargetShorterSide} px.");
        var photographs = new DamagedUploads(connection.Storage, Recipe, Seed, OutFolder, Time);
        var restored = await photographs.RestoreAsync([.. heldOut.Select(photograph => (photograph, files.First(file => file.Name == photograph.Name)))], cancellationToken);

        var summary = new DemoSummary
        {
            RunId = run.Id,
            Parent = parent,
            Model = run.Promoted ? run.Model! : parent!,
            Preset = Preset,
            Seed = Seed,
            TrainedOn = manifest.Photographs.Count(photograph => photograph.Split == DatasetPhotograph.Train),
            DamagedAt = DamagedAt,
            RestoredAt = Recipe.TargetShorterSide,
            Stages = [.. run.Stages.Select(stage => new DemoStage(stage.Name, stage.Seconds ?? 0))],
            Photographs = restored,
            Seconds = Math.Round(Time.GetElapsedTime(began).TotalSeconds, 1),
        };
        await File.WriteAllBytesAsync(Path.Combine(OutFolder, DemoFiles.Summary), JsonSerializer.SerializeToUtf8Bytes(summary, CoreJson.Indented), cancellationToken);
        DemoPage.Write(OutFolder, summary, await TrainingMetrics.ReadAsync(connection.Storage, run, cancellationToken));
        return summary;
    }

    private static int DamagedAt => Recipe.Steps.OfType<LowResolution>().First().ShorterSide;

    // Where the preset's network has another shape, a model made from nothing in minutes would only be compared with one made in hours.
    private bool StartsFromShippedModel =>
        ShippedModel.Folder is { } folder && ModelFolder.ReadCard(folder).Generator with { Seed = 0 } == PresetCatalog.Load(Preset).Generator with { Seed = 0 };

    private async Task<TrainingRun> TrainAsync(Connection connection, string? parent, CancellationToken cancellationToken)
    {
        var run = await connection.Api.StartTrainingAsync(
            new StartTrainingRun(Dataset, RunIds.New("demo", Time), Preset, Recipe.Name, Seed: Seed, Parent: parent), cancellationToken);
        Screen.Say($"Training run {run.Id}, preset {Preset}, seed {Seed}.");
        run = await TrainingFollower.FollowAsync(connection.Api, run.Id, Time, cancellationToken);
        if (run.Status != RunStatus.Succeeded)
            throw new CliException($"The training run ended as {RunReport.StatusWord(run.Status)}: {run.Reason}", ExitCode.Failed);
        Screen.Say($"The model {run.Model} is {(run.Promoted ? "champion" : $"registered, and not used{(parent is null ? "" : $": {parent} stays champion")}")}. {run.PromotionReason}");
        return run.Promoted || parent is not null ? run : throw new CliException("Nothing is restored with a model that makes photographs worse.", ExitCode.Failed);
    }

    /// <summary>Does the work, but no longer than every process runs.</summary>
    private static async Task<T> WhileRunningAsync<T>(LocalStack stack, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var death = stack.FirstEndAsync(ended.Token);
        var result = work(ended.Token);
        if (await Task.WhenAny(result, death) == death && !cancellationToken.IsCancellationRequested)
        {
            await ended.CancelAsync();
            await result.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw new CliException(await death, ExitCode.Failed);
        }

        try
        {
            return await result;
        }
        finally
        {
            await ended.CancelAsync();
            await ((Task)death).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
