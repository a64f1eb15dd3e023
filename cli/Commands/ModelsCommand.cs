using System.CommandLine;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Cli.Commands;

/// <summary><c>models export</c> and <c>models pack</c>: models of this machine for other programs and other people. Beside them <see cref="QuantiseCommand"/> and <see cref="RegistryCommands"/>.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "A model folder of this machine.", HelpName = "DIR" };
    private static readonly Option<string> Onnx = new("--onnx") { Description = "The ONNX file to write, over one that is there.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Out = new("--out") { Description = "The model folder to write, over one that is there.", HelpName = "DIR", Required = true };
    private static readonly Option<bool> Half = new("--half") { Description = "Store the weights in half precision: half the bytes, and pictures that differ by rounding." };
    private static readonly Option<string?> Name = new("--name") { Description = "The model's name. Default: as it was.", HelpName = "NAME" };
    private static readonly Option<string?> Version = new("--model-version") { Description = "The model's version, unique in a registry. Default: as it was.", HelpName = "VERSION" };
    private static readonly Option<string?> License = new("--license") { Description = "Under which terms the weights may be used. Default: as it was.", HelpName = "TEXT" };
    private static readonly Option<string?> HeldOut = new("--held-out") { Description = "What the model was never trained on, so that it may be judged by it: the tenth that every training holds out. Default: as it was.", HelpName = HeldOutSplit.LowestTenth };
    private static readonly Option<string?> Notes = new("--notes") { Description = "What a person should know. Default: as it was.", HelpName = "TEXT" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var export = new Command("export", "Write a model as an ONNX file, which other engines run. Its metadata say what the numbers mean.") { Model, Onnx };
        export.SetCancellableAction(ExportAsync);
        var pack = new Command("pack", "Write a model folder anew, to give away: smaller, and under its own name, version and terms.") { Model, Out, Half, Name, Version, License, HeldOut, Notes };
        HeldOut.AcceptOnlyFromAmong(HeldOutSplit.LowestTenth);
        pack.SetCancellableAction(PackAsync);
        return new Command("models", "Write models of this machine in other forms; list, promote and roll back those of a stack.")
        {
            export, pack, QuantiseCommand.Create(), RegistryCommands.List(), RegistryCommands.Promote(), RegistryCommands.RollBack(),
        };
    }

    private static Task<int> PackAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var model = Load(parsed);
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Out));
        if (folder == Path.GetFullPath(parsed.GetRequiredValue(Model)))
            throw new CliException("A model cannot be packed into its own folder: give --out another one.");
        if (parsed.GetValue(Version) is { } version && !Identifier.IsValid(version))
            throw new CliException($"'{Printable.Shorten(version)}' cannot be a version: use 1 to {Identifier.MaxLength} lower-case letters, digits, '-' and '.'.");
        cancellationToken.ThrowIfCancellationRequested();
        var card = ModelFolder.Save(
            folder,
            model.Generator,
            model.Card with
            {
                Name = parsed.GetValue(Name) ?? model.Card.Name,
                Version = parsed.GetValue(Version) ?? model.Card.Version,
                License = parsed.GetValue(License) ?? model.Card.License,
                HeldOut = parsed.GetValue(HeldOut) ?? model.Card.HeldOut,
                Notes = parsed.GetValue(Notes) ?? model.Card.Notes,
            },
            parsed.GetValue(Half) ? WeightPrecision.Half : WeightPrecision.Single);
        Screen.Say($"{card.Name} {card.Version} is in {folder}.");
        return Task.FromResult(ExitCode.Ok);
    }

    private static LoadedModel Load(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(Model);
        return Directory.Exists(folder) ? ModelFolder.Load(folder, TorchSharp.torch.CPU) : throw new CliException($"There is no model folder {Path.GetFullPath(folder)}.");
    }

    private static Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var model = Load(parsed);
        var file = Path.GetFullPath(parsed.GetRequiredValue(Onnx));
        cancellationToken.ThrowIfCancellationRequested();
        OnnxExport.Write(model, file);
        Screen.Say($"{model.Card.Name} {model.Card.Version} is in {file}.");
        return Task.FromResult(ExitCode.Ok);
    }
}
