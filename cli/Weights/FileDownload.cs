using CloudRestore.Cli.Commands;

namespace CloudRestore.Cli.Weights;

/// <summary>Downloads a file over HTTPS. It appears under its name only when all of it is there and was accepted.</summary>
internal sealed class FileDownload
{
    /// <summary>The largest file that is taken, in bytes.</summary>
    public const long Largest = 1 << 30;

    private const int BlockBytes = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>With a client whose handler follows no redirects and whose own timeout is off: an answer may take <see cref="Patience"/> for each of its blocks.</summary>
    public FileDownload(HttpClient http, TimeProvider time)
    {
        _http = http;
        _time = time;
    }

    /// <summary>A client as the constructor wants it.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Downloads <paramref name="address"/> to <paramref name="path"/>.</summary>
    /// <param name="address">HTTPS, or a server on this machine.</param>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="progress">Hears of bytes here and, if the server says, in all.</param>
    /// <param name="accept">Looks at the file before it gets its name; what it throws ends the download.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">The server cannot be reached, or does not give the file or all of it.</exception>
    public async Task DownloadAsync(Uri address, string path, Action<long, long?> progress, Action<string> accept, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback) throw new CliException($"{address} is not an https address.");
        var partial = path + ".partial";
        // Outside the try: a file that another download writes is not deleted.
        var target = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            await using (target) await ReceiveAsync(address, target, progress, cancellationToken);
            accept(partial);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private async Task ReceiveAsync(Uri address, FileStream target, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        using var answer = await PatientlyAsync(address, token => _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new CliException($"{address} answered {(int)answer.StatusCode} {answer.ReasonPhrase}", ExitCode.Failed);
        var total = answer.Content.Headers.ContentLength;
        await using var source = await PatientlyAsync(address, answer.Content.ReadAsStreamAsync, cancellationToken);
        var block = new byte[BlockBytes];
        var received = 0L;
        while (await PatientlyAsync(address, token => source.ReadAsync(block, token).AsTask(), cancellationToken) is > 0 and var count)
        {
            received += count;
            if (received > Largest) throw new CliException($"{address} sends more than {Largest} bytes", ExitCode.Failed);
            await target.WriteAsync(block.AsMemory(0, count), cancellationToken);
            progress(received, total);
        }

        if (total is { } expected && received != expected) throw new CliException($"{address} ended after {received} of {expected} bytes", ExitCode.Failed);
    }

    private async Task<T> PatientlyAsync<T>(Uri address, Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await wait(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"{address} sends nothing for {Patience.TotalSeconds:0} seconds", ExitCode.Failed);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new CliException($"{address} cannot be downloaded ({e.Message.TrimEnd('.')})", ExitCode.Failed);
        }
    }
}
