using System.CommandLine;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Quantising;
using CloudRestore.Learning.Models;

namespace CloudRestore.Cli.Commands;

/// <summary><c>models quantise</c>: what a model takes to restore fast.</summary>
internal static class QuantiseCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "A model folder of this machine.", HelpName = "DIR" };
    private static readonly Option<string> Images = new("--images") { Description = "Folder of undamaged photographs, such as it was trained on.", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Recipe = new("--recipe") { Description = "The damage. Default: what the model was trained to undo.", HelpName = "NAME" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the damage.", HelpName = "NUMBER", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most so many photographs, taken evenly from all.", HelpName = "NUMBER", DefaultValueFactory = _ => 96 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("quantise", "Find on photographs between which values a model computes, and write that into its folder: then 'restore --fast' can use it. Says what is lost.")
        {
            Model, Images, Recipe, Seed, Limit,
        };
        command.SetCancellableAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Model));
        if (!Directory.Exists(folder))
            throw new CliException($"There is no model folder {folder}.");
        using var model = ModelFolder.Load(folder, TorchSharp.torch.CPU);
        var recipe = EvaluateCommand.Damage(parsed.GetValue(Recipe) ?? model.Card.TrainedFor.Damage, model.Card.TrainedFor.TargetSize);
        var photographs = PhotographSample.Spread(PhotographFolder.Find(parsed.GetRequiredValue(Images), folder, (_, reason) => Screen.Say(reason), cancellationToken), parsed.GetValue(Limit));
        var (ranges, result) = new Quantisation(model, recipe, parsed.GetValue(Seed)).Run(photographs, cancellationToken);
        RangesFile.Write(folder, ranges);
        Screen.Say(result.Sentence());
        Screen.Say($"The ranges of {model.Card.Name} {model.Card.Version} are in {Path.Combine(folder, RangesFile.Name)}.");
        return ExitCode.Ok;
    }
}
