using System.CommandLine;
using System.Globalization;

namespace CloudRestore.Cli.Commands;

/// <summary>Options that several commands have, so that they are called and described alike.</summary>
internal static class SharedOptions
{
    /// <summary>Where a stack of this machine keeps its data.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "Folder of a stack on this machine; 'up' keeps its data and addresses there.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".cloudrestore",
    };

    /// <summary>A function app elsewhere.</summary>
    public static Option<string?> Url() => new("--url")
    {
        Description = "Address of a function app elsewhere. Its key is read from CLOUDRESTORE_KEY, its storage account from AzureWebJobsStorage or AzureWebJobsStorage__accountName.",
        HelpName = "URL",
    };

    /// <summary>Output for scripts.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text; progress goes to the error stream." };

    /// <summary>The shorter side to restore at.</summary>
    public static Option<int?> Size() => new("--size")
    {
        Description = "Resample first, so that the shorter side has so many pixels (16 to 10000).",
        HelpName = "PIXELS",
    };

    /// <summary>The factor to restore at.</summary>
    public static Option<double?> Scale() => new("--scale")
    {
        Description = "Resample first by this factor (0.1 to 8).",
        HelpName = "FACTOR",
        CustomParser = result => double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            ? factor
            : Refuse(result, $"'{result.Tokens[0].Value}' is not a number such as 2 or 1.5."),
    };

    /// <summary>The model's answer as it is.</summary>
    public static Option<bool> NoSmoothing() => new("--no-smoothing") { Description = "Leave what the model made where it removed a number exactly as it is: dots and halos of a few levels may stay." };

    private static double? Refuse(System.CommandLine.Parsing.ArgumentResult result, string sentence)
    {
        result.AddError(sentence);
        return null;
    }
}
