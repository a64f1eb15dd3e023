using System.CommandLine;
using CloudRestore.Cli.Demo;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Cli.Commands;

/// <summary><c>demo</c>: the main job from nothing to restored photographs.</summary>
internal static class DemoCommand
{
    private static readonly Option<string?> Images = new("--images")
    {
        Description = "Folder with at least four photographs of yours. Default: six CC0 photographs, old and monochrome, that npm brings.",
        HelpName = "DIR",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where report.html, summary.json, the photographs and the logs go.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(".cloudrestore", "demo"),
    };

    private static readonly Option<string> Preset = new("--preset") { Description = "How to train.", DefaultValueFactory = _ => "demo" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of everything that is drawn by chance.", HelpName = "NUMBER", DefaultValueFactory = _ => 42 };
    private static readonly Option<bool> Json = SharedOptions.Json();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Preset.AcceptOnlyFromAmong([.. PresetCatalog.Names]);
        var command = new Command(
            "demo",
            "Start everything on this machine, train the model that comes with the product further, restore photographs it has never seen, and stop everything. Takes a few minutes.")
        {
            Images, Out, Preset, Seed, Json,
        };
        command.SetCancellableAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var demonstration = new Demonstration
        {
            ImagesFolder = parsed.GetValue(Images),
            OutFolder = Path.GetFullPath(parsed.GetRequiredValue(Out)),
            Preset = parsed.GetRequiredValue(Preset),
            Seed = parsed.GetValue(Seed),
            Time = TimeProvider.System,
        };
        var summary = await demonstration.RunAsync(cancellationToken);
        if (parsed.GetValue(Json))
            Screen.Json(summary);
        else
            DemoTable.Show(Screen.Result, summary, demonstration.OutFolder);
        return ExitCode.Ok;
    }
}
