using System.CommandLine;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Restoring;
using CloudRestore.Core.Restorations;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>restore</c>: restores photographs of this machine.</summary>
internal static class RestoreCommand
{
    private const string Champion = "champion";
    private const string SameFormat = "same";

    private static readonly Argument<string[]> Paths = new("paths") { Description = "Photographs, or folders of them.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Out = new("--out") { Description = "Where the restored photographs go, under the same names.", HelpName = "DIR", DefaultValueFactory = _ => "restored" };
    private static readonly Option<string?> Model = new("--model")
    {
        Description = "A model folder of this machine; or 'champion' or the version of a model, for a running stack. Default: the model that comes with the product, which needs nothing running.",
        HelpName = "DIR|VERSION",
    };

    private static readonly Option<int?> Size = SharedOptions.Size();
    private static readonly Option<double?> Scale = SharedOptions.Scale();
    private static readonly Option<int?> Tile = new("--tile") { Description = "Side of the tiles a photograph is cut into (64 to 4096, default 768): smaller ones need less memory.", HelpName = "PIXELS" };
    private static readonly Option<bool> Fast = new("--fast") { Description = "Compute in bytes: several times as fast, and a picture that differs by rounding. Takes a model with ranges ('models quantise')." };
    private static readonly Option<bool> NoSmoothing = SharedOptions.NoSmoothing();
    private static readonly Option<string> Format = new("--format")
    {
        Description = "Format of the restored files: jpeg, png, webp, tiff, avif, or same as the photograph.",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => SameFormat,
    };

    private static readonly Option<int> Quality = new("--quality") { Description = "Quality of JPEG, WebP and AVIF (1 to 100).", HelpName = "NUMBER", DefaultValueFactory = _ => new RestoreSettings().Quality };
    private static readonly Option<bool> StripGps = new("--strip-gps") { Description = "Leave out where a photograph was taken; all other metadata stays." };
    private static readonly Option<bool> Force = new("--force") { Description = "Restore again what was restored before with the same model and options." };
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<string?> Url = SharedOptions.Url();
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("restore", "Restore photographs. What was restored before is skipped. The exit code is 1 if a photograph could not be restored; the others are restored all the same.")
        {
            Paths, Out, Model, Size, Scale, Tile, Fast, NoSmoothing, Format, Quality, StripGps, Force, Data, Url, Json,
        };
        command.SetCancellableAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Settings(parsed);
        CheckModel(parsed, settings);
        var refused = new List<RestoredFile>();
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Out));
        var photographs = PhotographPaths.Find(parsed.GetRequiredValue(Paths), folder, (name, reason) => refused.Add(new RestoredFile(name, null, reason)), cancellationToken);
        CheckNames(photographs, settings.Format);
        using var restorer = Open(parsed, settings);
        foreach (var file in refused)
            Screen.Say(file.Reason!);

        var files = new RestoredFiles(restorer, settings, folder, parsed.GetValue(Force));
        var (results, elapsed) = await WithProgressAsync(photographs.Count, async progress => (await files.WriteAsync(photographs, progress, cancellationToken), progress.Elapsed));
        var summary = RestorationSummary.Of(results.Concat(refused), folder, restorer.Engine, elapsed);
        if (parsed.GetValue(Json))
            Screen.Json(summary);
        Screen.Say(summary.Sentence());
        return summary.Failed == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static RestoreSettings Settings(ParseResult parsed)
    {
        var settings = new RestoreSettings
        {
            Size = new OutputSize(parsed.GetValue(Size), parsed.GetValue(Scale)),
            Tile = parsed.GetValue(Tile),
            Fast = parsed.GetValue(Fast),
            SmoothResidue = !parsed.GetValue(NoSmoothing),
            Format = FormatOf(parsed.GetRequiredValue(Format)),
            Quality = parsed.GetValue(Quality),
            StripGps = parsed.GetValue(StripGps),
        };
        return settings.Problem() is { } problem ? throw new CliException(problem) : settings;
    }

    private static PhotographFormat? FormatOf(string name) => name switch
    {
        SameFormat => null,
        "jpeg" or "jpg" => PhotographFormat.Jpeg,
        "png" => PhotographFormat.Png,
        "webp" => PhotographFormat.WebP,
        "tiff" or "tif" => PhotographFormat.Tiff,
        "avif" => PhotographFormat.Avif,
        _ => throw new CliException($"The format '{name}' is not known: use jpeg, png, webp, tiff, avif or same."),
    };

    private static void CheckModel(ParseResult parsed, RestoreSettings settings)
    {
        var model = parsed.GetValue(Model);
        if (model is not null && !Directory.Exists(model) && model.AsSpan().IndexOfAny('/', '\\') >= 0)
            throw new CliException($"There is no model folder {Path.GetFullPath(model)}.");
        if (model is null && (parsed.GetValue(Url) is not null || parsed.GetResult(Data) is { Implicit: false }))
            throw new CliException($"--data and --url name a stack, but the model that comes with the product needs none: leave them out, or add --model {Champion}.");
        if (IsOfStack(model) && settings != new RestoreSettings { Size = settings.Size })
            throw new CliException("A stack restores photographs in their own formats: leave out --tile, --fast, --no-smoothing, --format, --quality and --strip-gps, or name a model folder of this machine with --model.");
    }

    private static void CheckNames(List<PhotographFile> photographs, PhotographFormat? format)
    {
        var twice = photographs.GroupBy(photograph => RestoredName.For(photograph.Name, format), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new CliException($"{string.Join(" and ", twice.Select(photograph => photograph.Name))} would both become {twice.Key}: restore them one by one, each with an --out of its own.");
    }

    private static IRestorer Open(ParseResult parsed, RestoreSettings settings)
    {
        var model = parsed.GetValue(Model);
        if (IsOfStack(model))
            return new StackRestorer(Connection.Open(parsed.GetRequiredValue(Data), parsed.GetValue(Url)), model == Champion ? null : model, settings.Size);
        var folder = model ?? ShippedModel.Folder
            ?? throw new CliException($"This build comes without a model: name a model folder with --model, or use that of a running stack with --model {Champion}.");
        return new LocalRestorer(folder, settings);
    }

    private static bool IsOfStack(string? model) => model is not null && !Directory.Exists(model);

    private static Task<T> WithProgressAsync<T>(int count, Func<RestorationProgress, Task<T>> restore) => Screen.IsWatched && count > 0
        ? Screen.Progress.Progress().StartAsync(context =>
        {
            var bar = context.AddTask("restoring", maxValue: count);
            return restore(new RestorationProgress(count, TimeProvider.System, (done, text) => (bar.Value, bar.Description) = (done, text), null));
        })
        : restore(new RestorationProgress(count, TimeProvider.System, (_, _) => { }, Screen.Say));
}
