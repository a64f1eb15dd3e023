using System.Globalization;
using System.Security.Cryptography;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using StageProgress = CloudRestore.Learning.Stages.StageProgress;

namespace CloudRestore.Cli.Training;

/// <summary>
/// A whole training run in this process and in one folder, without services: <c>pairs/</c>, then a folder for each stage with what it left.
/// Started again on the same folder it goes on from the last checkpoint, with the same weights in the end as without the pause.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="preset">How to train.</param>
/// <param name="seed">Seed of everything that is drawn by chance.</param>
/// <param name="inputs">Role (<see cref="StageRoles"/>) to what was trained elsewhere: an encoder's weights, a parent model.</param>
/// <param name="cycles">How many times generate, pretrain-critic and gan follow each other.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalTraining(string folder, Preset preset, ulong seed, IReadOnlyDictionary<string, string> inputs, int cycles, TimeProvider time)
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(5);

    private const string Older = ".older";

    private string Pairs => Path.Combine(folder, "pairs");

    /// <summary>Runs the stages that are not done yet.</summary>
    /// <param name="photographs">What to train on and to judge by.</param>
    /// <param name="last">The stage after which to stop.</param>
    /// <param name="show">Told of progress.</param>
    /// <param name="refuse">Told name and reason of every photograph that cannot be used.</param>
    /// <param name="cancellationToken">Saves a checkpoint and stops.</param>
    /// <exception cref="CliException">The folder holds a training with other settings.</exception>
    public async Task RunAsync(
        IReadOnlyList<PhotographFile> photographs, string last, Action<StageProgress> show, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        RequireSameTraining();
        if (!Directory.Exists(Pairs))
        {
            var partial = Fresh(Pairs + ".partial");
            LocalPairs.Write(partial, photographs, preset, seed, refuse, cancellationToken);
            Directory.Move(partial, Pairs);
        }

        var stages = RunStage.Of(cycles).ToList();
        foreach (var stage in stages.Take(stages.FindLastIndex(stage => JobKindNames.NameOf(stage.Kind) == last) + 1))
        {
            if (!Directory.Exists(OutputOf(stage)))
                await RunStageAsync(stage, show, cancellationToken);
        }
    }

    /// <summary>The folder of what a stage left.</summary>
    public string OutputOf(RunStage stage) => Path.Combine(folder, stage.Name);

    // Stages that are done are not looked into: they would pass for those of any other settings.
    private void RequireSameTraining()
    {
        var parent = inputs.TryGetValue(StageRoles.Parent, out var model) ? $"parent {ModelFolder.ReadCard(model).WeightsSha256}\n" : "";
        var encoder = inputs.TryGetValue(StageRoles.Encoder, out var weights) ? $"encoder {Sha256(weights)}\n" : "";
        var again = cycles > 1 ? string.Create(CultureInfo.InvariantCulture, $"cycles {cycles}\n") : "";
        var settings = string.Create(CultureInfo.InvariantCulture, $"{PresetJson.Write(preset)}\nseed {seed}\n{parent}{encoder}{again}");
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "settings.txt");
        if (!File.Exists(path))
            File.WriteAllText(path, settings);
        else if (File.ReadAllText(path) != settings)
            throw new CliException($"{folder} holds a training with another preset, recipe, seed, parent, encoder, number of cycles or change of a setting: give --local another folder, or repeat those.");
    }

    private async Task RunStageAsync(RunStage stage, Action<StageProgress> show, CancellationToken cancellationToken)
    {
        var output = Fresh(OutputOf(stage) + ".partial");
        var checkpoint = Path.Combine(folder, stage.Name + ".checkpoint");
        var context = new StageContext
        {
            Preset = preset,
            Seed = CycleSeed.Of(seed, stage.Cycle),
            Device = "cpu",
            PairsFolder = Path.Combine(Pairs, DatasetPhotograph.Train),
            HeldOutFolder = Path.Combine(Pairs, DatasetPhotograph.HeldOut),
            Inputs = InputsOf(stage),
            OutputFolder = output,
            CheckpointFolder = Fresh(checkpoint + ".partial"),
            ResumeFolder = new[] { checkpoint, checkpoint + Older }.FirstOrDefault(Directory.Exists),
            Report = progress => show(progress with { Stage = stage.Name }),
            Save = saved => Replace(checkpoint, saved.Folder),
            CheckpointInterval = CheckpointInterval,
            Time = time,
            Suspend = cancellationToken,
        };
        await StageThread.RunAsync(StageCatalog.Get(JobKindNames.NameOf(stage.Kind)), context, CancellationToken.None);
        Directory.Move(output, OutputOf(stage));
        foreach (var left in new[] { checkpoint, checkpoint + Older, checkpoint + ".partial" })
            Delete(left);
    }

    private Dictionary<string, string> InputsOf(RunStage stage) => stage.Kind == JobKind.PretrainGenerator
        ? inputs.ToDictionary()
        : StageSources.Of(stage, cycles).ToDictionary(source => source.Key, source => OutputOf(source.Value));

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // At every moment one of the two names holds a complete checkpoint.
    private static void Replace(string checkpoint, string written)
    {
        var older = checkpoint + Older;
        if (Directory.Exists(checkpoint))
        {
            Delete(older);
            Directory.Move(checkpoint, older);
        }

        Directory.Move(written, checkpoint);
        Directory.CreateDirectory(written);
        Delete(older);
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static string Fresh(string path)
    {
        Delete(path);
        return Directory.CreateDirectory(path).FullName;
    }
}
