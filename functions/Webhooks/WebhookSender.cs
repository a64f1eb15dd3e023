using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Webhooks;

/// <summary>
/// Calls webhooks. Every call looks the host up anew and connects to the very addresses that were checked; there are no redirects, no proxy, no
/// cookies, no headers of traces, and nothing of the answer but its status is used. Neither addresses nor secrets are in what it says.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private const int MaxAnswerBytes = 1024;
    private const int MaxAnswerHeadersKilobytes = 16;

    private readonly WebhookHosts _hosts;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _places;
    private readonly HttpMessageInvoker _http;

    /// <summary>Made by the host.</summary>
    /// <param name="hosts">Whom may be called.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    public WebhookSender(WebhookHosts hosts, IOptions<WebhookOptions> options, TimeProvider time)
    {
        (_hosts, _options, _time) = (hosts, options.Value, time);
        _places = new SemaphoreSlim(_options.AtOnce);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxAnswerHeadersKilobytes,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ChainPolicy(_options.TrustedCertificates) },
        });
    }

    /// <summary>Sends an event once.</summary>
    /// <param name="url">The address as it was recorded.</param>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What came of it; at once, and <see cref="WebhookAnswer.Busy"/>, if as many calls are under way as may be.</returns>
    public async Task<WebhookResult> SendAsync(string url, WebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
            return new(WebhookAnswer.Busy);
        using var over = new CancellationTokenSource(_options.Timeout, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            return await CallAsync(url, webhookEvent, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"The webhook did not answer within {_options.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");
        }
        catch (Exception e) when (e is HttpRequestException or WebhookRefusedException)
        {
            return Failed(Sentence(e));
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private async Task<WebhookResult> CallAsync(string url, WebhookEvent webhookEvent, CancellationToken cancellationToken)
    {
        if (WebhookSignature.Keys(_options.SigningSecret ?? "") is not { } keys)
            return Failed("The setting Webhooks:SigningSecret was taken away, so nothing can be signed.");
        var body = JsonSerializer.SerializeToUtf8Bytes(webhookEvent, CoreJson.Options);
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, _hosts.Read(url))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.UserAgent.ParseAdd("CloudRestore-Webhook");
        request.Headers.ConnectionClose = true;
        request.Headers.Add("webhook-id", webhookEvent.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(keys, webhookEvent.Id, timestamp, body));
        using var response = await _http.SendAsync(request, cancellationToken);
        await DrainAsync(response, cancellationToken);
        return (int)response.StatusCode switch
        {
            >= 200 and < 300 => new(WebhookAnswer.Delivered),
            410 => new(WebhookAnswer.Gone, "The webhook answered 410, so it is not called any more."),
            >= 300 and < 400 and var status => Failed($"The webhook answered {status}: redirects are not followed."),
            var status => Failed($"The webhook answered {status}."),
        };
    }

    // Only so that the receiver is not cut off while it answers; however this ends, the status has been given.
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            await content.ReadAtLeastAsync(new byte[MaxAnswerBytes], MaxAnswerBytes, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // IPv4 first: where there is no IPv6, trying it may take all the time there is.
        var addresses = await _hosts.AddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        foreach (var (index, address) in addresses.OrderBy(address => address.AddressFamily).Index())
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException || index == addresses.Count - 1)
                    throw;
            }
        }

        throw new InvalidOperationException("A host without addresses was let through.");
    }

    private static WebhookResult Failed(string error) => new(WebhookAnswer.Failed, error);

    private static string Sentence(Exception failure) => failure switch
    {
        WebhookRefusedException => failure.Message,
        { InnerException: WebhookRefusedException inner } => inner.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS with the webhook's host failed: its certificate must be valid, and for its name.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "Nobody accepts connections at the webhook's host and port.",
        _ => "The connection to the webhook broke before it answered.",
    };

    private static X509ChainPolicy? ChainPolicy(string? trusted)
    {
        if (string.IsNullOrEmpty(trusted))
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(trusted);
        return policy;
    }
}
