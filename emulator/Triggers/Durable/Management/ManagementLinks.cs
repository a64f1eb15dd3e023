using System.Text.Json.Nodes;
using CloudRestore.Emulator.Durable;
using CloudRestore.Emulator.Triggers.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>The addresses that steer an orchestration.</summary>
/// <param name="hubName">The task hub, which the addresses name.</param>
/// <param name="key">The key that they carry.</param>
internal sealed class ManagementLinks(string hubName, FunctionKey key)
{
    public const string BasePath = "/runtime/webhooks/durabletask";

    /// <summary>What every address carries: task hub, connection and key.</summary>
    public string Query { get; } = $"taskHub={Uri.EscapeDataString(hubName)}&connection=Storage"
        + (key.Text is { } text ? $"&code={Uri.EscapeDataString(text)}" : "");

    /// <summary>The addresses as the isolated worker gives them to a function.</summary>
    /// <exception cref="InvalidOperationException">Neither the client nor the caller says where the host is.</exception>
    public static HttpManagementPayload Payload(DurableTaskClient client, string instanceId, string? authority)
    {
        var endpoint = (client as EngineClient)?.Endpoint;
        var host = authority ?? endpoint?.Authority() ?? throw new InvalidOperationException(
            "Failed to create HTTP management payload as base URL is null. Either use Functions bindings or provide an HTTP request to create the HttpPayload.");
        var instance = $"{host}{BasePath}/instances/{Uri.EscapeDataString(instanceId)}";
        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = Address("", ""),
            PurgeHistoryDeleteUri = Address("", ""),
            SendEventPostUri = Address("/raiseEvent/{eventName}", ""),
            TerminatePostUri = Address("/terminate", "reason={{text}}"),
            SuspendPostUri = Address("/suspend", "reason={{text}}"),
            ResumePostUri = Address("/resume", "reason={{text}}"),
        };

        string Address(string operation, string parameter)
        {
            var query = string.Join('&', new[] { parameter, endpoint?.Query ?? "" }.Where(static part => part.Length > 0));
            return instance + operation + (query.Length > 0 ? "?" : "") + query;
        }
    }

    /// <summary>202 with the addresses, as the extension answers a start.</summary>
    public IResult CheckStatus(HttpContext context, string instanceId)
    {
        var instance = UriHelper.BuildAbsolute(context.Request.Scheme, context.Request.Host, path: $"{BasePath}/instances/") + Uri.EscapeDataString(instanceId);
        var status = $"{instance}?{Query}";
        context.Response.Headers.Location = status;
        context.Response.Headers.RetryAfter = "10";
        return Results.Json(
            new JsonObject
            {
                ["id"] = instanceId,
                ["statusQueryGetUri"] = status,
                ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}?{Query}",
                ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}&{Query}",
                ["purgeHistoryDeleteUri"] = status,
                ["restartPostUri"] = $"{instance}/restart?{Query}",
                ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}&{Query}",
                ["resumePostUri"] = $"{instance}/resume?reason={{text}}&{Query}",
            },
            statusCode: StatusCodes.Status202Accepted);
    }
}
