using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CloudRestore.Stack;

namespace CloudRestore.Testing.Telemetry;

/// <summary>Somebody to whom telemetry is sent. It understands nothing and keeps everything: texts stand in its protobuf and JSON as they are.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly string? _only;
    private readonly Task _serving;

    /// <summary>Begins to listen.</summary>
    /// <param name="only">The path of which alone it keeps what comes; null for all.</param>
    public Collector(string? only = null)
    {
        _only = only;
        Address = $"http://127.0.0.1:{FreePort.Take(1)[0]}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>All that was sent to a path so far.</summary>
    public string Received(string path) => string.Join('\n', _received.Where(found => found.Path == path).Select(found => found.Body));

    /// <summary>Whether a service has sent a span of this name in a trace: the name stands close behind the trace's id, and a batch is of one service.</summary>
    public bool HasSpan(string service, ActivityTraceId trace, string name)
    {
        var bytes = new byte[16];
        trace.CopyTo(bytes);
        var span = new Regex($"{Regex.Escape(Encoding.Latin1.GetString(bytes))}.{{0,40}}?{Regex.Escape(name)}", RegexOptions.Singleline);
        return _received.Any(found => found.Body.Contains(service, StringComparison.Ordinal) && span.IsMatch(found.Body));
    }

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
                var (path, content) = (context.Request.Url!.AbsolutePath, await text.ReadToEndAsync());
                if (_only is null || _only == path)
                    _received.Enqueue((path, content));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // It is closed, or the sender went away.
            }
        }
    }
}
