using System.CommandLine;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Photographs;
using CloudRestore.Cli.Restoring;
using CloudRestore.Core.Restorations;
using CloudRestore.Learning.Models;

namespace CloudRestore.Cli.Commands;

/// <summary><c>restore</c>: restores photographs of this machine.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string[]> Paths = new("paths") { Description = "Photographs, or folders of them.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Out = new("--out") { Description = "Where the restored photographs go, under the same names.", HelpName = "DIR", DefaultValueFactory = _ => "restored" };
    private static readonly Option<string?> Model = new("--model")
    {
        Description = "A model folder of this machine, which needs nothing running; or the version of a model of the stack. Default: the champion of the stack.",
        HelpName = "DIR|VERSION",
    };

    private static readonly Option<int?> Size = SharedOptions.Size();
    private static readonly Option<double?> Scale = SharedOptions.Scale();
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<string?> Url = SharedOptions.Url();
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("restore", "Restore photographs, with 8 bits a channel. The exit code is 1 if one of them could not be restored; the others are restored all the same.")
        {
            Paths, Out, Model, Size, Scale, Data, Url, Json,
        };
        command.SetCancellableAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var size = new OutputSize(parsed.GetValue(Size), parsed.GetValue(Scale));
        if (size.Problem() is { } problem)
            throw new CliException(problem);
        if (parsed.GetValue(Model) is { } model && !Directory.Exists(model) && model.AsSpan().IndexOfAny('/', '\\') >= 0)
            throw new CliException($"There is no model folder {Path.GetFullPath(model)}.");
        var refused = new List<RestoredFile>();
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Out));
        var photographs = PhotographPaths.Find(parsed.GetRequiredValue(Paths), folder, (name, reason) => refused.Add(new RestoredFile(name, null, reason)), cancellationToken);
        using var restorer = Open(parsed, size);
        var results = await RestoredFiles.WriteAsync(photographs, refused, restorer, folder, cancellationToken);

        if (parsed.GetValue(Json))
            Screen.Json(new { photographs = results });
        var failed = results.Count(result => result.Reason is not null);
        Screen.Say($"{results.Count - failed} of {results.Count} photographs restored, in {folder}.");
        return failed == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static IRestorer Open(ParseResult parsed, OutputSize size)
    {
        var model = parsed.GetValue(Model);
        return model is not null && Directory.Exists(model)
            ? new LocalRestorer(ModelFolder.Load(model, TorchSharp.torch.CPU), size)
            : new StackRestorer(Connection.Open(parsed.GetRequiredValue(Data), parsed.GetValue(Url)), model, size);
    }
}
