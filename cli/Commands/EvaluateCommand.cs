using System.CommandLine;
using CloudRestore.Cli.Evaluating;
using CloudRestore.Cli.Photographs;
using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>evaluate</c>: measures models on photographs that are damaged on purpose.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Images = new("--images") { Description = "Folder of undamaged photographs, none of which the model should have been trained on.", HelpName = "DIR", Required = true };
    private static readonly Option<string[]> Model = new("--model")
    {
        Description = "A model folder of this machine. May be given several times: the first is measured, the others are shown beside it. Default: the model that comes with the product.",
        HelpName = "DIR",
    };

    private static readonly Option<string> Recipe = new("--recipe") { Description = "The damage.", HelpName = "NAME", DefaultValueFactory = _ => DamageRecipe.Lesson7.Name };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the damage.", HelpName = "NUMBER", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Size = new("--size")
    {
        Description = "Pixels of the shorter side at which pictures are restored and compared (16 to 4096); smaller photographs keep their size.",
        HelpName = "PIXELS",
        DefaultValueFactory = _ => DamageRecipe.Lesson7.TargetShorterSide,
    };

    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many photographs, taken evenly from all.", HelpName = "NUMBER" };
    private static readonly Option<bool> Clean = new("--clean") { Description = "Also give the model the undamaged photographs, and measure what it does to them." };
    private static readonly Option<bool> Fast = new("--fast") { Description = "Also show beside each model what it does when it is computed in bytes, as by 'restore --fast'." };
    private static readonly Option<bool> NoSmoothing = SharedOptions.NoSmoothing();
    private static readonly Option<string?> Out = new("--out") { Description = "Where pictures, a contact sheet and a page go, if anywhere.", HelpName = "DIR" };
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", "Damage photographs on purpose, restore them with a model, and measure how near they come to the originals. The exit code is 1 if a file could not be used; the others are evaluated all the same.")
        {
            Images, Model, Recipe, Seed, Size, Limit, Clean, Fast, NoSmoothing, Out, Json,
        };
        command.SetCancellableAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var recipe = Damage(parsed.GetRequiredValue(Recipe), parsed.GetValue(Size));
        var modelFolders = ModelFolders(parsed.GetValue(Model));
        var images = parsed.GetRequiredValue(Images);
        var folder = parsed.GetValue(Out) is { } given ? Path.GetFullPath(given) : null;
        if (folder is not null && RealPath.Of(folder) == RealPath.Of(Path.GetFullPath(images)))
            throw new CliException("The pictures would be written among the photographs: give --out another folder.");

        var refused = new List<RefusedPhotograph>();
        var photographs = PhotographSample.Spread(PhotographFolder.Find(images, folder, (name, reason) => refused.Add(new RefusedPhotograph(name, reason)), cancellationToken), parsed.GetValue(Limit));
        foreach (var file in refused)
            Screen.Say(file.Reason);

        var options = new RestorerOptions { SmoothResidue = !parsed.GetValue(NoSmoothing) };
        var models = new List<BenchmarkModel>();
        try
        {
            foreach (var model in modelFolders)
            {
                models.Add(new BenchmarkModel(model, RestorationEngine.Open(model, TorchSharp.torch.CPU), TimeProvider.System, options));
                if (parsed.GetValue(Fast))
                    models.Add(new BenchmarkModel($"{model} (fast)", RestorationEngine.Open(model, TorchSharp.torch.CPU, fast: true), TimeProvider.System, options));
            }

            var pictures = folder is null ? null : new EvaluationPictures(folder, photographs.Count);
            var evaluation = new Evaluation { Recipe = recipe, Seed = parsed.GetValue(Seed), Models = models, Clean = parsed.GetValue(Clean), Pictures = pictures };
            var document = WithBar(photographs.Count, done => evaluation.Run(photographs, refused, done, cancellationToken));
            pictures?.WriteSheet();
            if (folder is not null)
                EvaluationPage.Write(folder, document);

            Show(document, parsed.GetValue(Json), folder);
            return document.Refused.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }
        finally
        {
            models.ForEach(model => model.Dispose());
        }
    }

    /// <summary>The recipe of a name, for results of a size.</summary>
    /// <exception cref="CliException">There is none, or the size is out of range.</exception>
    internal static DamageRecipe Damage(string name, int size)
    {
        if (size is < 16 or > 4096)
            throw new CliException($"The size {size} is out of range: the shorter side must have 16 to 4096 pixels.");
        try
        {
            return DamageRecipe.Named(name) with { TargetShorterSide = size };
        }
        catch (ArgumentException e)
        {
            // The name of a parameter is for programmers.
            throw new CliException(e.Message.Split(" (Parameter")[0]);
        }
    }

    private static string[] ModelFolders(string[]? given)
    {
        if (given is not { Length: > 0 })
            return [ShippedModel.Folder ?? throw new CliException("No model comes with this build: name a model folder with --model.")];
        return given.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing
            ? throw new CliException($"There is no model folder {Path.GetFullPath(missing)}.")
            : given;
    }

    private static EvaluationDocument WithBar(int count, Func<Action, EvaluationDocument> evaluate) => Screen.IsWatched
        ? Screen.Progress.Progress().Start(context =>
        {
            var bar = context.AddTask("evaluating", maxValue: count);
            return evaluate(() => bar.Increment(1));
        })
        : evaluate(() => { });

    private static void Show(EvaluationDocument document, bool json, string? folder)
    {
        if (json)
            Screen.Json(document);
        else
            EvaluationTable.Show(Screen.Result, document);
        var count = document.Photographs.Count + document.Refused.Count;
        Screen.Say(FormattableString.Invariant($"{document.Photographs.Count} of {count} photographs evaluated{(folder is null ? "" : $"; pictures and {EvaluationPage.FileName} in {folder}")}."));
    }
}
