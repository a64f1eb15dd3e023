using CloudRestore.Core.Api;
using CloudRestore.Functions.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Http;

/// <summary>Health over HTTP.</summary>
public sealed class HealthEndpoints
{
    private readonly ReadinessProbe _readiness;
    private readonly ProcessStart _process;

    /// <summary>Made by the host.</summary>
    /// <param name="readiness">Asks the storage account.</param>
    /// <param name="process">Knows which app this is.</param>
    public HealthEndpoints(ReadinessProbe readiness, ProcessStart process) => (_readiness, _process) = (readiness, process);

    /// <summary><c>GET /api/health/live</c>: the app answers. It asks nobody else, so that a storage outage does not restart the app.</summary>
    /// <param name="request">The request.</param>
    [Function(nameof(Live))]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Answers.Json(new Liveness("live"));

    /// <summary><c>GET /api/health/ready</c>: whether the storage account has what the app needs, and what waits in its queues; 503 when not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(Ready))]
    public Task<IResult> Ready(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "health/ready")] HttpRequest request,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var found = await _readiness.LookAsync(cancellationToken);
        if (found.Ready)
            return Answers.Json(found);
        var failed = found.Checks.Where(check => !check.Ok).ToList();
        var others = failed.Count > 1 ? $" {failed.Count - 1} other checks failed too." : "";
        return Answers.Problem(
            StatusCodes.Status503ServiceUnavailable, failed[0].Problem + others, new Dictionary<string, object?> { ["checks"] = found.Checks, ["queues"] = found.Queues });
    });

    /// <summary><c>GET /api/version</c>: which app answers.</summary>
    /// <param name="request">The request.</param>
    [Function(nameof(ShowVersion))]
    public IResult ShowVersion([HttpTrigger(AuthorizationLevel.Function, "get", Route = "version")] HttpRequest request) => Answers.Json(_process.Version);
}
