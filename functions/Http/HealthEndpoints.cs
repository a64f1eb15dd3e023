using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Http;

/// <summary>Health over HTTP.</summary>
public static class HealthEndpoints
{
    /// <summary><c>GET /api/health/live</c>: the app answers. It asks nobody else, so that a storage outage does not restart the app.</summary>
    /// <param name="request">The request.</param>
    [Function(nameof(Live))]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Answers.Json(new { status = "live" });
}
