using System.Net;
using System.Net.Sockets;

namespace CloudRestore.Stack;

/// <summary>The storage emulator Azurite on free loopback ports.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // Azurite's published development key; it opens nothing but this process.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const int CommandNotFound = 127;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private Azurite(ChildProcess process, string connectionString) => (Process, ConnectionString) = (process, connectionString);

    /// <summary>The process.</summary>
    public ChildProcess Process { get; }

    /// <summary>The connection string of its account.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts it and waits until it answers; installs it first if need be.</summary>
    /// <param name="dataFolder">Where it keeps its data.</param>
    /// <param name="logPath">Its log.</param>
    /// <param name="say">Told before anything is downloaded.</param>
    /// <param name="cancellationToken">Gives up; nothing is left running.</param>
    /// <exception cref="StackException">It could not be installed or started.</exception>
    public static async Task<Azurite> StartAsync(string dataFolder, string logPath, Action<string> say, CancellationToken cancellationToken)
    {
        var script = await NpmInstallation.EnsureAsync(Path.Combine("azurite", "dist", "src", "azurite.js"), say, cancellationToken);
        var ports = FreePort.Take(3);
        string[] command =
        [
            "node", script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", Directory.CreateDirectory(dataFolder).FullName,
            "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}",
        ];
        var process = ChildProcess.Start("Azurite", command, new Dictionary<string, string>(), logPath);
        try
        {
            await ListenAsync(process, ports[..2], cancellationToken);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return new Azurite(
            process,
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
            $"BlobEndpoint=http://127.0.0.1:{ports[0]}/{Account};QueueEndpoint=http://127.0.0.1:{ports[1]}/{Account};");
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static async Task ListenAsync(ChildProcess process, int[] ports, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        foreach (var port in ports)
        {
            while (!await ListensAsync(port, limit.Token))
            {
                if (process.HasExited)
                {
                    throw new StackException(process.ExitCode == CommandNotFound
                        ? "node could not be started: install Node.js 18 or later with npm."
                        : process.Obituary());
                }

                try
                {
                    await Task.Delay(50, limit.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new StackException($"Azurite did not answer within {StartLimit.TotalSeconds:0} s; its log is {process.LogPath}.");
                }
            }
        }
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
