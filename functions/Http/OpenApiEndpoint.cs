using System.Text.Json.Nodes;
using CloudRestore.Functions.Health;
using CloudRestore.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Http;

/// <summary>The description of the API over HTTP.</summary>
public sealed class OpenApiEndpoint
{
    private static readonly Lazy<JsonObject> Document = new(() => ApiDocument.Create(ApiOperations.All, ProcessStart.Number));

    /// <summary><c>GET /api/openapi.json</c>: the OpenAPI 3.1 document.</summary>
    /// <param name="request">The request.</param>
    [Function(nameof(ShowOpenApi))]
    public static IResult ShowOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        ConditionalAnswers.OfContent(request, Document.Value);
}
