using System.CommandLine;
using CloudRestore.Cli.Connections;
using CloudRestore.Core.Storage;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Commands;

/// <summary><c>up</c>: runs the stack of this machine until it is stopped.</summary>
internal static class UpCommand
{
    private static readonly Option<string> Data = SharedOptions.Data();
    private static readonly Option<bool> Json = new("--json") { Description = "Print the addresses as one line of JSON once all is ready." };
    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port of the function app on 127.0.0.1; 0 takes a free one.",
        HelpName = "PORT",
        DefaultValueFactory = _ => 7071,
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "up",
            "Run the stack on this machine until Ctrl-C: Azurite, the function app and a runner. With AzureWebJobsStorage set to a connection string, that storage account is used and Azurite is not started.")
        {
            Data, Port, Json,
        };
        command.SetCancellableAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Port) is < 0 or > 65535)
            throw new CliException("The port must be 0 to 65535.");
        var data = Directory.CreateDirectory(Path.GetFullPath(parsed.GetRequiredValue(Data))).FullName;
        await using var only = Lock(data);
        var options = new StackOptions
        {
            DataFolder = data,
            Port = parsed.GetValue(Port),
            Storage = Environment.GetEnvironmentVariable(StorageClients.SettingName) is { Length: > 0 } connectionString ? connectionString : null,
            Say = Screen.Say,
        };
        await using var stack = await LocalStack.StartAsync(options, cancellationToken);
        await ShippedModelRegistration.EnsureAsync(stack.Storage, TimeProvider.System, cancellationToken);
        new StackFile(stack.Url.ToString(), stack.Key, stack.ConnectionString, Environment.ProcessId).Write(data);
        try
        {
            Announce(parsed, stack, data);
            throw new CliException(await stack.FirstEndAsync(cancellationToken), ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            Screen.Say("Stopping: the runner saves its checkpoint first.");
            return ExitCode.Ok;
        }
        finally
        {
            StackFile.Delete(data);
        }
    }

    /// <summary>Held as long as the stack runs, however it ends: two stacks on one folder would share Azurite's data.</summary>
    private static FileStream Lock(string data)
    {
        try
        {
            return new FileStream(Path.Combine(data, "up.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var who = StackFile.ReadRunning(data) is { } other ? $" (process {other.ProcessId}, {other.Url})" : "";
            throw new CliException($"A stack runs in {data} already{who}: stop it, or give --data another folder.");
        }
    }

    private static void Announce(ParseResult parsed, LocalStack stack, string data)
    {
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(
                new { url = stack.Url.ToString(), page = $"{stack.Url}api/ui", dataFolder = data, logs = stack.LogFolder, functionApp = stack.FunctionApp!.Id, runner = stack.Runner!.Id }));
            return;
        }

        Screen.Say($"""
            Ready.
              web page       {stack.Url}api/ui (asks for the key)
              function app   {stack.Url}api/ (key in {Path.Combine(data, "stack.json")}), process {stack.FunctionApp!.Id}
              runner         process {stack.Runner!.Id}
              storage        {(stack.UsesAzurite ? "Azurite, connection string in the same file" : "the account of AzureWebJobsStorage")}
              logs           {stack.LogFolder}
            In another terminal: cloudrestore train --images DIR, cloudrestore restore FILE --model champion. Ctrl-C stops everything.
            """);
    }
}
