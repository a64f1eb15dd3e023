using CloudRestore.Functions.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Http;

/// <summary>Models over HTTP.</summary>
public sealed class ModelEndpoints
{
    private readonly ModelRegistryStore _registry;

    /// <summary>Made by the host.</summary>
    /// <param name="registry">The registry of models.</param>
    public ModelEndpoints(ModelRegistryStore registry) => _registry = registry;

    /// <summary><c>GET /api/models</c>: the aliases and the promotions so far.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowModels))]
    public async Task<IResult> ShowModels(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "models")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Json(await _registry.ReadAsync(cancellationToken));
}
