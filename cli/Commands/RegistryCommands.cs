using System.CommandLine;
using System.Globalization;
using CloudRestore.Cli.Connections;
using CloudRestore.Core.Api;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary><c>models list|promote|rollback</c>: the registered models of a stack, and which of them restores uploads.</summary>
internal static class RegistryCommands
{
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<string?> Url = SharedOptions.Url();
    private static readonly Option<bool> Json = SharedOptions.Json();
    private static readonly Option<int> Top = new("--top") { Description = "How many at most, the newest first (1 to 200).", HelpName = "NUMBER", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the history.", HelpName = "TEXT" };
    private static readonly Argument<string> Version = new("version") { Description = "The model's version." };

    /// <summary><c>models list</c>.</summary>
    public static Command List()
    {
        var list = new Command("list", "List the registered models, the newest first.") { Top, Data, Url, Json };
        list.SetAction(ListAsync);
        return list;
    }

    /// <summary><c>models promote</c>.</summary>
    public static Command Promote()
    {
        var promote = new Command("promote", "Make a registered model champion: it restores what is uploaded from now on.") { Version, Reason, Data, Url, Json };
        promote.SetAction((parsed, cancellationToken) => ChangeAsync(parsed, parsed.GetRequiredValue(Version), cancellationToken));
        return promote;
    }

    /// <summary><c>models rollback</c>.</summary>
    public static Command RollBack()
    {
        var rollback = new Command("rollback", "Return to the champion before this one.") { Reason, Data, Url, Json };
        rollback.SetAction((parsed, cancellationToken) => ChangeAsync(parsed, null, cancellationToken));
        return rollback;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        var page = await connection.Api.ListModelsAsync(parsed.GetValue(Top), cancellationToken);
        if (parsed.GetValue(Json))
            Screen.Json(page);
        else if (page.Items.Count == 0)
            Screen.Result.WriteLine("There are no models.");
        else
            Screen.Result.Write(Table(page.Items));
        return ExitCode.Ok;
    }

    private static async Task<int> ChangeAsync(ParseResult parsed, string? version, CancellationToken cancellationToken)
    {
        using var connection = Open(parsed);
        var champion = await connection.Api.ChangeChampionAsync(version, parsed.GetValue(Reason), cancellationToken);
        if (parsed.GetValue(Json))
            Screen.Json(champion);
        else
            Screen.Result.WriteLine($"{champion.Version} is champion.");
        return ExitCode.Ok;
    }

    private static Connection Open(ParseResult parsed) => Connection.Open(parsed.GetRequiredValue(Data), parsed.GetValue(Url));

    private static Table Table(IReadOnlyList<RegisteredModel> models)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("version", "alias", "dataset", "preset", "PSNR (dB)", "registered (UTC)");
        foreach (var model in models)
        {
            table.AddRow(
                model.Version.EscapeMarkup(),
                string.Join(", ", model.Aliases),
                (model.Dataset ?? "").EscapeMarkup(),
                (model.Preset ?? "").EscapeMarkup(),
                model.Scores.TryGetValue("psnrRestored", out var psnr) ? psnr.ToString("F2", CultureInfo.InvariantCulture) : "",
                model.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
