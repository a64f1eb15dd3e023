using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CloudRestore.Cli.Tests.Weights;

/// <summary>A server on this machine that gives every request the same answer, byte for byte, and then hangs up or holds the line.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public LoopbackServer(string head, byte[] body, bool hold = false)
    {
        _listener.Start();
        _loop = Task.Run(() => ServeAsync([.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body], hold));
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/models/");

    /// <summary>First lines of the requests that came.</summary>
    public List<string> Requests { get; } = [];

    public static LoopbackServer Giving(byte[] file, int? announced = null) => new($"HTTP/1.1 200 OK\nContent-Length: {announced ?? file.Length}\nConnection: close", file);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool hold)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            var first = await reader.ReadLineAsync(_stop.Token);
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
            {
            }

            Requests.Add(first ?? "");
            await client.GetStream().WriteAsync(answer, _stop.Token);
            if (hold) await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }
}
