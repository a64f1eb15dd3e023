using System.Text.Json;
using CloudRestore.Core.Api;

namespace CloudRestore.Functions.OpenApi;

/// <content>Health, version and this document.</content>
internal static partial class ApiOperations
{
    private static IEnumerable<ApiOperation> Health =>
    [
        new("get", "health/live", "Live", "The app answers.")
        {
            NeedsKey = false,
            Answers = [ApiAnswer.Of<Liveness>(200, "It does.")],
        },
        new("get", "health/ready", "Ready", "Whether storage and queues can be reached, and what waits in the queues.")
        {
            Answers = [ApiAnswer.Of<Readiness>(200, "Every check passed."), new(503, "A check failed; the problem has checks and queues too.")],
        },
        new("get", "version", "ShowVersion", "Which app answers.")
        {
            Answers = [ApiAnswer.Of<AppVersion>(200, "Version, commit and start.")],
        },
        new("get", "openapi.json", "ShowOpenApi", "This document.")
        {
            NeedsKey = false,
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<Dictionary<string, JsonElement>>(200, "OpenAPI 3.1."), NotModified],
        },
    ];
}
