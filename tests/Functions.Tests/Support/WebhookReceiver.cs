using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Webhooks;
using CloudRestore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>A call of a webhook.</summary>
public sealed record ReceivedCall(string Id, string Timestamp, string Signature, string Body)
{
    public WebhookEvent Event => JsonSerializer.Deserialize<WebhookEvent>(Body, CoreJson.Options)!;

    /// <summary>Whether it is signed, by the words of the documentation.</summary>
    public bool IsSigned(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signature.Split(' ').Contains($"v1,{Convert.ToBase64String(hash)}");
    }
}

/// <summary>An https server on 127.0.0.1 with a certificate of its own for <c>receiver.test</c>. It answers 204 unless it is told otherwise.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Host = "receiver.test";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ReceivedCall>> _calls = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, int, Task>> _scripts = new();
    private WebApplication _app = null!;

    public int Port { get; private set; }

    /// <summary>Its certificate as a file.</summary>
    public string CertificateFile => _folder.File("receiver.pem");

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        using var certificate = Certificate();
        await File.WriteAllTextAsync(receiver.CertificateFile, certificate.ExportCertificatePem());
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var served = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(served)));
        receiver._app = builder.Build();
        receiver._app.Run(receiver.ServeAsync);
        await receiver._app.StartAsync();
        receiver.Port = new Uri(receiver._app.Urls.Single()).Port;
        return receiver;
    }

    /// <summary>The address of a path.</summary>
    public string Url(string path, string host = Host) => $"https://{host}:{Port}/{path}";

    /// <summary>How to answer calls of a path, given how many came before.</summary>
    public void Script(string path, Func<HttpContext, int, Task> answer) => _scripts["/" + path] = answer;

    /// <summary>Answers calls of a path with these, the last for ever.</summary>
    public void Answer(string path, params int[] statuses) => Script(path, (context, earlier) =>
    {
        context.Response.StatusCode = statuses[Math.Min(earlier, statuses.Length - 1)];
        return Task.CompletedTask;
    });

    public IReadOnlyList<ReceivedCall> CallsOf(string path) => _calls.TryGetValue("/" + path, out var calls) ? [.. calls] : [];

    public async ValueTask DisposeAsync()
    {
        using (var impatience = new CancellationTokenSource())
        {
            await impatience.CancelAsync();
            await _app.StopAsync(impatience.Token);
        }

        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var calls = _calls.GetOrAdd(path, _ => new());
        int earlier;
        lock (calls)
        {
            earlier = calls.Count;
            calls.Enqueue(new(Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), Encoding.UTF8.GetString(body.ToArray())));
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (_scripts.TryGetValue(path, out var script))
            await script(context, earlier);

        string Header(string name) => context.Request.Headers[name].ToString();
    }
}
