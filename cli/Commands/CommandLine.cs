using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CloudRestore.Cli.Connections;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Stages;
using CloudRestore.Learning.Weights;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Commands;

/// <summary>The commands, and what becomes of errors: one sentence on the error stream and an exit code.</summary>
internal static partial class CommandLine
{
    // Long enough for a runner to save its checkpoint.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(NumberType().Replace(error.Message, "a number"));
            await Console.Error.WriteLineAsync($"See: {Path(parsed.CommandResult.Command)} --help");
            return ExitCode.WrongUse;
        }

        using var hangUp = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            hangUp.Cancel();
        });
        return await GuardAsync(() => parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimit }, hangUp.Token));
    }

    /// <summary>The root command with everything below it.</summary>
    internal static RootCommand Root() => new("Repairs damaged photographs: trains a GAN to undo damage, and restores every photograph that arrives.")
    {
        DemoCommand.Create(),
        UpCommand.Create(),
        TrainCommand.Create(),
        RestoreCommand.Create(),
        EvaluateCommand.Create(),
        RunsCommand.Create(),
        BenchCommand.Create(),
        BenchCommand.CreateProcess(),
        WeightsCommand.Create(),
        ModelsCommand.Create(),
    };

    private static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (StageSuspendedException)
        {
            await Console.Error.WriteLineAsync("Stopped; a checkpoint is saved, and the same command goes on from it.");
            return ExitCode.Interrupted;
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (PresetException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.WrongUse;
        }
        catch (Exception e) when (e is StackException or ApiException or PhotographException or ModelFolderException
            or SafetensorsException or WeightsException or StageFailedException or HttpRequestException or IOException or UnauthorizedAccessException or Azure.RequestFailedException)
        {
            // Storage errors go on for many lines with headers; the first says what happened.
            await Console.Error.WriteLineAsync(e is Azure.RequestFailedException ? e.Message.Split('\n')[0].Trim() : e.Message);
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"This is a fault of CloudRestore and not of yours; please report it with what follows.{Environment.NewLine}{e}");
            return ExitCode.Failed;
        }
    }

    [GeneratedRegex(@"expected type 'System\.[^']*'")]
    private static partial Regex NumberType();

    private static string Path(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
            names.Insert(0, symbol is RootCommand ? "cloudrestore" : symbol.Name);
        return string.Join(' ', names);
    }
}
