using System.CommandLine;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Onnx;

namespace CloudRestore.Cli.Commands;

/// <summary><c>models export</c>: models of this machine for other programs.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "A model folder of this machine.", HelpName = "DIR" };
    private static readonly Option<string> Onnx = new("--onnx") { Description = "The ONNX file to write, over one that is there.", HelpName = "FILE", Required = true };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var export = new Command("export", "Write a model as an ONNX file, which other engines run. Its metadata say what the numbers mean.") { Model, Onnx };
        export.SetCancellableAction(ExportAsync);
        return new Command("models", "Write models of this machine in other forms.") { export };
    }

    private static Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(Model);
        if (!Directory.Exists(folder))
            throw new CliException($"There is no model folder {Path.GetFullPath(folder)}.");
        using var model = ModelFolder.Load(folder, TorchSharp.torch.CPU);
        var file = Path.GetFullPath(parsed.GetRequiredValue(Onnx));
        cancellationToken.ThrowIfCancellationRequested();
        OnnxExport.Write(model, file);
        Screen.Say($"{model.Card.Name} {model.Card.Version} is in {file}.");
        return Task.FromResult(ExitCode.Ok);
    }
}
