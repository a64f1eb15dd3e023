using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Triggers.Durable.Management;

/// <summary>The functions of <see cref="ManagedApp"/>.</summary>
public static class ManagedFunctions
{
    [Function("Links")]
    public static HttpManagementPayload Links(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "links/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id) =>
        client.CreateHttpManagementPayload(id);

    [Function("Greet")]
    public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string>("Say", context.GetInput<string>()) + "!";

    [Function("Say")]
    public static string Say([ActivityTrigger] string name) => $"Hello {name}";

    [Function("Fail")]
    public static Task Fail([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("it is broken");

    [Function("Wait")]
    public static async Task<JsonElement> Wait([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        return await context.WaitForExternalEvent<JsonElement>("go");
    }
}
