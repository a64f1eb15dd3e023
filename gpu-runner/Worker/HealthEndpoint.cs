using System.Net;
using System.Text;
using CloudRestore.GpuRunner.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner;

/// <summary>
/// Tells those who run the container whether the process answers (<c>/live</c>) and whether it serves its queues (<c>/ready</c>; 503 when not).
/// Neither asks the storage account, so that its outage restarts nothing.
/// </summary>
internal sealed class HealthEndpoint(RunnerService runner, IOptions<WorkerOptions> options) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.HealthPort is not (> 0 and var port))
            return;
        using var listener = new HttpListener { Prefixes = { $"http://*:{port}/" } };
        listener.Start();
        await using var stop = stoppingToken.Register(listener.Stop);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The listener stops, or the caller did not wait for the answer.
            }
        }
    }

    private void Answer(HttpListenerContext request)
    {
        var (status, text) = request.Request.Url?.AbsolutePath switch
        {
            "/live" => (HttpStatusCode.OK, "live"),
            "/ready" when runner.Serves => (HttpStatusCode.OK, "ready"),
            "/ready" => (HttpStatusCode.ServiceUnavailable, "The queues are not served yet: the storage account does not answer. The log says why."),
            _ => (HttpStatusCode.NotFound, "Ask for /live or /ready."),
        };
        request.Response.StatusCode = (int)status;
        request.Response.ContentType = "text/plain; charset=utf-8";
        request.Response.Close(Encoding.UTF8.GetBytes(text), willBlock: false);
    }
}
