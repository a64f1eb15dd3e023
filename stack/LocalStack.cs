using System.Security.Cryptography;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Stack;

/// <summary>
/// Azurite, the function app and one runner as processes of this machine, on free loopback ports. Whatever happens while they start, and
/// whenever they are disposed of, none is left running.
/// </summary>
public sealed class LocalStack : IAsyncDisposable
{

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(27);
    private static readonly TimeSpan StorageStopLimit = TimeSpan.FromSeconds(10);

    private readonly StackOptions _options;
    private readonly Azurite? _azurite;
    private readonly int _port;

    private LocalStack(StackOptions options, Azurite? azurite)
    {
        (_options, _azurite) = (options, azurite);
        _port = options.Port == 0 ? FreePort.Take(1)[0] : options.Port;
        ConnectionString = azurite?.ConnectionString ?? options.Storage!;
        Storage = StorageClients.FromConnectionString(ConnectionString);
    }

    /// <summary>Address of the function app.</summary>
    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>The function key that callers send as <c>x-functions-key</c>.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Connection string of the storage account; it holds a key.</summary>
    public string ConnectionString { get; }

    /// <summary>The storage account.</summary>
    public StorageClients Storage { get; }

    /// <summary>Whether the storage account is Azurite, started here.</summary>
    public bool UsesAzurite => _azurite is not null;

    /// <summary>Where the logs are.</summary>
    public string LogFolder => LogFolderOf(_options);

    /// <summary>The function app, once started.</summary>
    public ChildProcess? FunctionApp { get; private set; }

    /// <summary>The runner, once started.</summary>
    public ChildProcess? Runner { get; private set; }

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up; nothing is left running.</param>
    /// <exception cref="StackException">A process could not be started; the message holds its last lines.</exception>
    public static async Task<LocalStack> StartAsync(StackOptions options, CancellationToken cancellationToken)
    {
        var stack = await StartStorageAsync(options, cancellationToken);
        try
        {
            options.Say("Starting the function app and a runner.");
            await Task.WhenAll(stack.StartFunctionAppAsync(cancellationToken), stack.StartRunnerAsync(cancellationToken));
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts only the storage; the other processes are started by the caller.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<LocalStack> StartStorageAsync(StackOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Storage is not null)
        {
            try
            {
                return new LocalStack(options, null);
            }
            catch (FormatException e)
            {
                throw new StackException($"{StorageClients.SettingName} is not a connection string of a storage account: {e.Message}", e);
            }
        }

        options.Say("Starting Azurite, the storage emulator.");
        var data = Path.Combine(options.DataFolder, "azurite");
        return new LocalStack(options, await Azurite.StartAsync(data, Path.Combine(LogFolderOf(options), "azurite.log"), options.Say, cancellationToken));
    }

    /// <summary>Starts the function app, which must not be running, and waits until it is ready.</summary>
    /// <param name="cancellationToken">Gives up waiting; the process stays.</param>
    public async Task StartFunctionAppAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(_options.FunctionAppSettings)
        {
            [StorageClients.SettingName] = ConnectionString,
            ["Emulator__Url"] = Url.GetLeftPart(UriPartial.Authority),
            ["Emulator__StateFolder"] = Path.GetFullPath(Path.Combine(_options.DataFolder, "functions")),
            ["Emulator__FunctionKey"] = Key,
        };
        settings.TryAdd("GpuJobs__Tick", "00:00:05");
        settings.TryAdd("Logging__LogLevel__Host", "Information");
        if (!FreePort.IsFree(_port))
            throw new StackException($"Port {_port} of 127.0.0.1 is taken by another process: choose another with --port; 0 takes a free one.");
        FunctionApp = await ReplaceAsync(
            FunctionApp, "The function app", Repository.FunctionApp, settings, "functions.log", $"listening on {Url.GetLeftPart(UriPartial.Authority)}");
        await WaitAsync(FunctionApp, waiting => FunctionApp.Ready.WaitAsync(waiting), cancellationToken);
    }

    /// <summary>Starts the runner, which must not be running, and waits until it serves the queues.</summary>
    /// <param name="cancellationToken">Gives up waiting; the process stays.</param>
    public async Task StartRunnerAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(_options.RunnerSettings) { [StorageClients.SettingName] = ConnectionString };
        settings.TryAdd("Worker__ScratchFolder", Path.GetFullPath(Path.Combine(_options.DataFolder, "runner")));
        // Nobody else serves this machine's queues, so what a killed runner held may come back soon.
        settings.TryAdd("Worker__Visibility", "00:00:20");
        settings.TryAdd("Worker__Lease", "00:00:15");
        settings.TryAdd("Worker__CheckpointInterval", "00:01:00");
        // A look at Azurite costs nothing, and somebody may be waiting.
        settings.TryAdd("Worker__LongestPoll", "00:00:00.2");
        Runner = await ReplaceAsync(Runner, "The runner", Repository.Runner, settings, "runner.log", RunnerLog.ReadyLine);
        await WaitAsync(Runner, waiting => Runner.Ready.WaitAsync(waiting), cancellationToken);
    }

    /// <summary>Waits until one of the processes ends by itself, which none should.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What is to be said of it.</returns>
    public async Task<string> FirstEndAsync(CancellationToken cancellationToken)
    {
        var processes = Processes().ToList();
        await await Task.WhenAny(processes.Select(process => process.WaitForExitAsync(cancellationToken)));
        return processes.First(process => process.HasExited).Obituary();
    }

    /// <summary>Stops the function app and the runner, which give back what they hold, and then the storage.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(new[] { FunctionApp, Runner }.OfType<ChildProcess>().Select(process => StopAsync(process, StopLimit)));
        }
        finally
        {
            if (_azurite is not null)
                await StopAsync(_azurite.Process, StorageStopLimit);
        }
    }

    private static async Task StopAsync(ChildProcess process, TimeSpan limit)
    {
        await using (process)
            await process.StopAsync(limit);
    }

    private static string LogFolderOf(StackOptions options) => options.LogFolder ?? Path.Combine(options.DataFolder, "logs");

    private IEnumerable<ChildProcess> Processes() => new[] { _azurite?.Process, FunctionApp, Runner }.OfType<ChildProcess>();

    private async Task<ChildProcess> ReplaceAsync(
        ChildProcess? former, string name, string program, Dictionary<string, string> settings, string log, string? readyLine)
    {
        if (former is not null)
            await former.DisposeAsync();
        if (!File.Exists(program))
            throw new StackException($"{name} is not built: {program} is missing; build CloudRestore.sln.");
        return ChildProcess.Start(name, [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", program],
            settings, Path.Combine(LogFolder, log), readyLine);
    }

    private static async Task WaitAsync(ChildProcess process, Func<CancellationToken, Task> isReady, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(StartLimit);
        var ready = isReady(waiting.Token);
        var ended = process.WaitForExitAsync(waiting.Token);
        var first = await Task.WhenAny(ready, ended);
        cancellationToken.ThrowIfCancellationRequested();
        if (waiting.IsCancellationRequested)
            throw new StackException($"{process.Name} was not ready within {StartLimit.TotalSeconds:0} s; its log is {process.LogPath}.");
        await waiting.CancelAsync();
        if (first == ended)
            throw new StackException(process.Obituary());
        await ready;
    }
}
