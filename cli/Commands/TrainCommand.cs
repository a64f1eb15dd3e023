using System.CommandLine;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Training;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;

namespace CloudRestore.Cli.Commands;

/// <summary><c>train</c>: starts a training run and watches it.</summary>
internal static class TrainCommand
{
    private static readonly Option<string?> Images = new("--images") { Description = "Folder of photographs to upload and train on.", HelpName = "DIR" };
    private static readonly Option<string?> Dataset = new("--dataset") { Description = "Dataset to train on, or to upload the photographs to. Default with --images: a name made of the folder's name and contents.", HelpName = "NAME" };
    private static readonly Option<string> Preset = new("--preset") { Description = "How to train.", DefaultValueFactory = _ => "lesson7" };
    private static readonly Option<string?> Recipe = new("--recipe") { Description = "The damage to learn to undo. Default: the preset's.", HelpName = "NAME" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of everything that is drawn by chance.", HelpName = "NUMBER", DefaultValueFactory = _ => 42 };
    private static readonly Option<string[]> Set = new("--set") { Description = "A change to the preset, such as gan.pixelWeight=20; may be given more than once.", HelpName = "NAME=VALUE" };
    private static readonly Option<string?> Id = new("--id") { Description = "Id of the run; the same id and wishes twice is one run. Default: made from the time.", HelpName = "ID" };
    private static readonly Option<string> Promotion = new("--promotion") { Description = "When the model becomes champion.", DefaultValueFactory = _ => "if-not-worse" };
    private static readonly Option<bool> Detach = new("--detach") { Description = "Start the run and do not wait for it." };
    private static readonly Option<string?> Local = new("--local") { Description = "Train in this process, without a stack, and leave everything in DIR; started again on the same DIR it goes on where it was.", HelpName = "DIR" };
    private static readonly Option<string?> Parent = new("--parent") { Description = "The model whose generator training starts from, of the preset's network: the version of one of the stack, or with --local a model folder.", HelpName = "VERSION|DIR" };
    private static readonly Option<string?> Encoder = new("--encoder") { Description = "ImageNet weights that the encoder starts from, as 'weights fetch' or 'weights import' leave them.", HelpName = "FILE" };
    private static readonly Option<int> Cycles = new("--cycles") { Description = "How many times generate, pretrain-critic and gan follow each other, 1 to 9.", HelpName = "NUMBER", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Until = new("--until") { Description = "With --local: the stage after which to stop.", DefaultValueFactory = _ => StageNames.Evaluate };
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<string?> Url = SharedOptions.Url();
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Preset.AcceptOnlyFromAmong([.. PresetCatalog.Names]);
        Until.AcceptOnlyFromAmong([.. StageNames.All]);
        Promotion.AcceptOnlyFromAmong("if-not-worse", "always", "never");
        var command = new Command("train", "Start a training run and watch it. Ctrl-C stops watching; the run goes on (see 'runs cancel').")
        {
            Images, Dataset, Preset, Recipe, Seed, Set, Id, Promotion, Detach, Local, Parent, Encoder, Cycles, Until, Data, Url, Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Local) is not null && result.GetValue(Images) is null)
                result.AddError("With --local say where the photographs are: --images DIR.");
            else if (result.GetValue(Images) is null && result.GetValue(Dataset) is null)
                result.AddError("Say what to train on: --images DIR, or --dataset NAME of one that is uploaded already.");
            if (result.GetResult(Cycles) is { Implicit: false } && result.GetValue(Cycles) is < 1 or > RunStage.MaxCycles)
                result.AddError($"--cycles must be 1 to {RunStage.MaxCycles}.");
            if (result.GetValue(Parent) is not null && result.GetValue(Encoder) is not null)
                result.AddError("--parent and --encoder exclude each other: a parent has an encoder.");
            if (result.GetValue(Encoder) is { } encoder && !File.Exists(encoder))
                result.AddError($"There is no file {encoder}: 'weights fetch resnet34' or 'weights import FILE' makes one.");
        });
        command.SetCancellableAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var overrides = Overrides(parsed.GetValue(Set) ?? []);
        var preset = PresetCatalog.Load(parsed.GetRequiredValue(Preset), overrides);
        if (parsed.GetValue(Local) is { } folder)
            return await TrainHereAsync(parsed, folder, preset, cancellationToken);
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
                PolicyOf(parsed.GetRequiredValue(Promotion)),
                parsed.GetValue(Parent),
                parsed.GetValue(Encoder) is { } encoder ? await EncoderUpload.UploadAsync(connection.Storage, encoder, cancellationToken) : null,
                parsed.GetValue(Cycles)),
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

    private static async Task<int> TrainHereAsync(ParseResult parsed, string folder, Preset preset, CancellationToken cancellationToken)
    {
        var photographs = PhotographFolder.Find(parsed.GetRequiredValue(Images)!, null, (_, reason) => Screen.Say(reason), cancellationToken);
        var inputs = new Dictionary<string, string>();
        if (parsed.GetValue(Parent) is { } parent)
            inputs[StageRoles.Parent] = Path.GetFullPath(parent);
        if (parsed.GetValue(Encoder) is { } encoder)
            inputs[StageRoles.Encoder] = Path.GetFullPath(encoder);
        if (parsed.GetValue(Recipe) is { } recipe)
            preset = preset.WithDamage(recipe);
        var training = new LocalTraining(Path.GetFullPath(folder), preset, parsed.GetValue(Seed), inputs, parsed.GetValue(Cycles), TimeProvider.System);
        var lines = new LocalStageLines(Screen.Say, TimeProvider.System);
        await training.RunAsync(photographs, parsed.GetRequiredValue(Until), lines.Show, (_, reason) => Screen.Say(reason), cancellationToken);
        Screen.Say($"The training is done up to {parsed.GetRequiredValue(Until)}, in {Path.GetFullPath(folder)}.");
        return ExitCode.Ok;
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
