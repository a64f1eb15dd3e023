using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using CloudRestore.Stack;

namespace CloudRestore.Testing.Telemetry;

/// <summary>Somebody to whom telemetry is sent. It understands nothing and keeps everything: texts stand in its protobuf and JSON as they are.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly Task _serving;

    /// <summary>Begins to listen.</summary>
    public Collector()
    {
        Address = $"http://127.0.0.1:{FreePort.Take(1)[0]}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>All that was sent to a path so far.</summary>
    public string Received(string path) => string.Join('\n', _received.Where(found => found.Path == path).Select(found => found.Body));

    /// <summary>All that was sent so far.</summary>
    public string Everything => string.Join('\n', _received.Select(found => found.Body));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await using var body = context.Request.Headers["Content-Encoding"] == "gzip"
                    ? new GZipStream(context.Request.InputStream, CompressionMode.Decompress)
                    : context.Request.InputStream;
                using var text = new StreamReader(body, Encoding.Latin1);
                _received.Enqueue((context.Request.Url!.AbsolutePath, await text.ReadToEndAsync()));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // It is closed, or the sender went away.
            }
        }
    }
}
