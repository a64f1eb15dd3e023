using System.Text.Json;
using CloudRestore.Emulator.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>Starts orchestrations, and starts them again. The answer says where to ask, or how it ended when that was waited for.</summary>
internal sealed class InstanceStarts(
    DurableTaskClient client, IDurableFunctionCatalog catalog, ManagementLinks links, InstanceQueries queries, TimeProvider time)
{
    public async Task<IResult> StartAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["functionName"]!;
        if (!catalog.TryGetOrchestrator(name, out _))
            throw new ArgumentException($"The function '{name}' doesn't exist, is disabled, or is not an orchestrator function.");
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var json = await reader.ReadToEndAsync(context.RequestAborted);
            using var input = JsonDocument.Parse(string.IsNullOrWhiteSpace(json) ? "null" : json);
            var options = context.Request.RouteValues["instanceId"] is string given ? new StartOrchestrationOptions(given) : null;
            object? value = input.RootElement.ValueKind == JsonValueKind.Null ? null : input.RootElement;
            return await StartedAsync(context, await client.ScheduleNewOrchestrationInstanceAsync(name, value, options, context.RequestAborted));
        }
        catch (JsonException exception)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Invalid JSON content", exception);
        }
    }

    public async Task<IResult> RestartAsync(HttpContext context)
    {
        try
        {
            var id = await client.RestartAsync(
                context.Request.InstanceId(), context.Request.Flag("restartWithNewInstanceId", otherwise: true), context.RequestAborted);
            return await StartedAsync(context, id);
        }
        catch (ArgumentException exception)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.", exception);
        }
    }

    private async Task<IResult> StartedAsync(HttpContext context, string id)
    {
        if (context.Request.Seconds("timeout") is not { } timeout || context.Request.Seconds("pollingInterval") is not { } interval)
            return links.CheckStatus(context, id);
        if (interval > timeout)
            throw new ArgumentException($"Total timeout {timeout.TotalSeconds} should be bigger than retry timeout {interval.TotalSeconds}");
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, either.Token);
            return end.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                ? Results.Json(InstanceStatus.Token(end.SerializedOutput))
                : await queries.StatusAsync(context, id);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return links.CheckStatus(context, id);
        }
    }
}
