using System.CommandLine;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Training;
using CloudRestore.Core.Api;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Cli.Commands;

/// <summary><c>train</c>: starts a training run and watches it.</summary>
internal static class TrainCommand
{
    private static readonly Option<string?> Images = new("--images") { Description = "Folder of photographs to upload and train on.", HelpName = "DIR" };
    private static readonly Option<string?> Dataset = new("--dataset") { Description = "Dataset to train on, or to upload the photographs to. Default with --images: a name made of the folder's name and contents.", HelpName = "NAME" };
    private static readonly Option<string> Preset = new("--preset") { Description = "How to train.", DefaultValueFactory = _ => "lesson7" };
    private static readonly Option<string> Recipe = new("--recipe") { Description = "The damage to learn to undo.", HelpName = "NAME", DefaultValueFactory = _ => "lesson7" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of everything that is drawn by chance.", HelpName = "NUMBER", DefaultValueFactory = _ => 42 };
    private static readonly Option<string[]> Set = new("--set") { Description = "A change to the preset, such as gan.pixelWeight=20; may be given more than once.", HelpName = "NAME=VALUE" };
    private static readonly Option<string?> Id = new("--id") { Description = "Id of the run; the same id and wishes twice is one run. Default: made from the time.", HelpName = "ID" };
    private static readonly Option<string> Promotion = new("--promotion") { Description = "When the model becomes champion.", DefaultValueFactory = _ => "if-not-worse" };
    private static readonly Option<bool> Detach = new("--detach") { Description = "Start the run and do not wait for it." };
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<string?> Url = SharedOptions.Url();
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Preset.AcceptOnlyFromAmong([.. PresetCatalog.Names]);
        Promotion.AcceptOnlyFromAmong("if-not-worse", "always", "never");
        var command = new Command("train", "Start a training run and watch it. Ctrl-C stops watching; the run goes on (see 'runs cancel').")
        {
            Images, Dataset, Preset, Recipe, Seed, Set, Id, Promotion, Detach, Data, Url, Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Images) is null && result.GetValue(Dataset) is null)
                result.AddError("Say what to train on: --images DIR, or --dataset NAME of one that is uploaded already.");
        });
        command.SetCancellableAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var overrides = Overrides(parsed.GetValue(Set) ?? []);
        PresetCatalog.Load(parsed.GetRequiredValue(Preset), overrides);
        using var connection = Connection.Open(parsed.GetRequiredValue(Data), parsed.GetValue(Url));
        var dataset = await DatasetAsync(parsed, connection, cancellationToken);
        var run = await connection.Api.StartTrainingAsync(
            new StartTrainingRun(
                dataset,
                parsed.GetValue(Id) ?? RunIds.New("run", TimeProvider.System),
                parsed.GetValue(Preset),
                parsed.GetValue(Recipe),
                overrides,
                parsed.GetValue(Seed),
                PolicyOf(parsed.GetRequiredValue(Promotion))),
            cancellationToken);
        Screen.Say($"Run {run.Id} of dataset {dataset}, preset {run.Request.Preset}.");
        if (!parsed.GetValue(Detach))
            run = await FollowAsync(connection, run.Id, cancellationToken);

        if (parsed.GetValue(Json))
            Screen.Json(run);
        else
            RunReport.Show(Screen.Result, run);
        return parsed.GetValue(Detach) ? ExitCode.Ok : RunReport.ExitCodeOf(run);
    }

    private static async Task<TrainingRun> FollowAsync(Connection connection, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await TrainingFollower.FollowAsync(connection.Api, id, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Screen.Say($"The run goes on: watch it with 'cloudrestore runs show {id} --follow', end it with 'cloudrestore runs cancel {id}'.");
            throw;
        }
    }

    private static async Task<string> DatasetAsync(ParseResult parsed, Connection connection, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(Dataset);
        if (named is not null && !Identifier.IsValid(named))
            throw new CliException($"'{Printable.Shorten(named)}' cannot name a dataset: use 1 to {Identifier.MaxLength} lower-case letters, digits, '-' and '.'.");
        if (parsed.GetValue(Images) is not { } folder)
            return named!;
        var photographs = PhotographFolder.Find(folder, null, (_, reason) => Screen.Say(reason), cancellationToken);
        var dataset = named ?? DatasetUpload.NameFor(folder, photographs);
        Screen.Say($"Uploading {photographs.Count} photographs to the dataset {dataset}.");
        await DatasetUpload.UploadAsync(connection.Storage, dataset, photographs, cancellationToken);
        return dataset;
    }

    private static Dictionary<string, string> Overrides(string[] settings)
    {
        var overrides = new Dictionary<string, string>();
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new CliException($"'{setting}' is not NAME=VALUE, such as gan.pixelWeight=20.");
            overrides[setting[..equals]] = setting[(equals + 1)..];
        }

        return overrides;
    }

    private static PromotionPolicy PolicyOf(string name) => name switch
    {
        "always" => PromotionPolicy.Always,
        "never" => PromotionPolicy.Never,
        _ => PromotionPolicy.IfNotWorse,
    };
}
