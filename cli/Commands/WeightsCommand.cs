using System.CommandLine;
using CloudRestore.Cli.Weights;
using CloudRestore.Learning.Weights;

namespace CloudRestore.Cli.Commands;

/// <summary><c>weights import|fetch</c>: weights that were trained elsewhere.</summary>
internal static class WeightsCommand
{
    private const string Extension = ".safetensors";

    private static readonly Argument<string> Source = new("file") { Description = "A file of torchvision's weights of resnet18 or resnet34, such as resnet34-b627a593.pth." };
    private static readonly Option<string> Target = new("--out") { Description = "The safetensors file to write.", HelpName = "FILE", Required = true };
    private static readonly Option<bool> NoHashCheck = new("--no-hash-check") { Description = "Take the file even if its SHA-256 does not begin as its name says." };
    private static readonly Argument<string> Encoder = new("encoder") { Description = "Whose weights, trained on ImageNet." };
    private static readonly Option<string> Folder = new("--out")
    {
        Description = "Where ENCODER.safetensors goes.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(".cloudrestore", "encoders"),
    };

    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Encoder.AcceptOnlyFromAmong([.. PublishedEncoder.All.Select(encoder => encoder.Name)]);
        var import = new Command("import", "Turn torchvision's ResNet weights into a safetensors file for the encoder. Nothing in the file is run.") { Source, Target, NoHashCheck, Json };
        import.SetCancellableAction((parsed, _) => Task.FromResult(Import(parsed)));
        var fetch = new Command("fetch", $"Download torchvision's ResNet weights from {PublishedEncoder.Server.Host} (45 or 84 MB), check and import them.") { Encoder, Folder, Json };
        fetch.SetCancellableAction(FetchAsync);
        return new Command("weights", "Bring weights that were trained elsewhere, for the encoder to start from.") { import, fetch };
    }

    private static int Import(ParseResult parsed)
    {
        var source = parsed.GetRequiredValue(Source);
        var target = Path.GetFullPath(parsed.GetRequiredValue(Target));
        if (!File.Exists(source)) throw new CliException($"There is no file {Path.GetFullPath(source)}.");
        if (!target.EndsWith(Extension, StringComparison.Ordinal)) throw new CliException($"The file to write, {target}, must end in {Extension}.");
        if (Directory.Exists(target)) throw new CliException($"{target} is a folder; --out names a file.");
        var imported = EncoderImport.Import(source, target, checkHash: !parsed.GetValue(NoHashCheck));
        if (parsed.GetValue(Json))
            Screen.Json(new { path = target, imported.Architecture, imported.Sha256, hashChecked = imported.IsHashChecked });
        else
            Screen.Say($"{target} holds the encoder of {imported.Architecture}{(imported.IsHashChecked ? "" : $"; no hash was checked, the file's SHA-256 is {imported.Sha256}")}.");
        return ExitCode.Ok;
    }

    private static async Task<int> FetchAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var encoder = PublishedEncoder.All.Single(encoder => encoder.Name == parsed.GetRequiredValue(Encoder));
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Folder));
        var target = EncoderFetch.PathOf(encoder, folder);
        using var http = FileDownload.Client();
        var fetch = new EncoderFetch(PublishedEncoder.Server, new FileDownload(http, TimeProvider.System));
        var isNew = !File.Exists(target)
            && await DownloadBar.ShowAsync(encoder.FileName, progress => fetch.FetchAsync(encoder, folder, progress, cancellationToken));
        if (parsed.GetValue(Json))
            Screen.Json(new { path = target, architecture = encoder.Name, downloaded = isNew });
        else
            Screen.Say(isNew ? $"{target} holds the encoder of {encoder.Name}." : $"{target} is there already.");
        return ExitCode.Ok;
    }
}
