using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>Steers orchestrations: 202 when the wish is recorded, 404 for one that is unknown, 410 for one that has ended.</summary>
internal sealed class InstanceCommands(DurableTaskClient client)
{
    public Task<IResult> TerminateAsync(HttpContext context) =>
        SendAsync(context, (id, reason) => client.TerminateInstanceAsync(id, (object?)reason, context.RequestAborted));

    public Task<IResult> SuspendAsync(HttpContext context) =>
        SendAsync(context, (id, reason) => client.SuspendInstanceAsync(id, reason, context.RequestAborted));

    public Task<IResult> ResumeAsync(HttpContext context) =>
        SendAsync(context, (id, reason) => client.ResumeInstanceAsync(id, reason, context.RequestAborted));

    public async Task<IResult> RaiseEventAsync(HttpContext context)
    {
        var request = context.Request;
        if (await RefusalAsync(context) is { } refusal)
            return refusal;
        if (request.ContentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Only application/json request content is supported");
        try
        {
            using var payload = await JsonDocument.ParseAsync(request.Body, cancellationToken: context.RequestAborted);
            await client.RaiseEventAsync(request.InstanceId(), (string)request.RouteValues["eventName"]!, payload.RootElement, context.RequestAborted);
            return Results.Accepted();
        }
        catch (JsonException exception)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "Invalid JSON content", exception);
        }
    }

    public Task<IResult> RewindAsync(HttpContext context) =>
        SendAsync(context, (id, reason) => client.RewindInstanceAsync(id, reason ?? "", context.RequestAborted), OrchestrationRuntimeStatus.Failed);

    private async Task<IResult> SendAsync(HttpContext context, Func<string, string?, Task> send, OrchestrationRuntimeStatus? except = null)
    {
        if (await RefusalAsync(context, except) is { } refusal)
            return refusal;
        await send(context.Request.InstanceId(), context.Request.Query["reason"]);
        return Results.Accepted();
    }

    private async Task<IResult?> RefusalAsync(HttpContext context, OrchestrationRuntimeStatus? except = null) =>
        await client.GetInstanceAsync(context.Request.InstanceId(), context.RequestAborted) switch
        {
            null => Results.NotFound(),
            { IsCompleted: true } instance when instance.RuntimeStatus != except => Results.StatusCode(StatusCodes.Status410Gone),
            _ => null,
        };
}
