using System.Text.Json;
using CloudRestore.Core.Serialization;
using Spectre.Console;

namespace CloudRestore.Cli.Commands;

/// <summary>Where things are written: what goes on to the error stream, results to the output, so that a script reads results alone.</summary>
internal static class Screen
{
    /// <summary>For people who watch.</summary>
    public static IAnsiConsole Progress { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>For results as tables.</summary>
    public static IAnsiConsole Result { get; } = Unwrapped(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }));

    /// <summary>Whether somebody watches, so that bars can move.</summary>
    public static bool IsWatched => Progress.Profile.Out.IsTerminal && Progress.Profile.Capabilities.Ansi;

    /// <summary>A line for people who watch.</summary>
    public static void Say(string line)
    {
        // Bars share the terminal; elsewhere nothing may be wrapped at the width of a terminal that is not there.
        if (IsWatched)
            Progress.WriteLine(line);
        else
            Console.Error.WriteLine(line);
    }

    /// <summary>A result for a script: one JSON document.</summary>
    public static void Json<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, CoreJson.Indented));

    private static IAnsiConsole Unwrapped(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 200;
        return console;
    }
}
