using CloudRestore.Emulator.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>Tells how orchestrations stand, and forgets those that have ended.</summary>
internal sealed class InstanceQueries(DurableEngine engine, TimeProvider time)
{
    public Task<IResult> StatusAsync(HttpContext context) => StatusAsync(context, context.Request.InstanceId());

    /// <summary>The status of an orchestration: 202 while it goes on, with where and when to ask again.</summary>
    public async Task<IResult> StatusAsync(HttpContext context, string instanceId)
    {
        var request = context.Request;
        if (await engine.Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, context.RequestAborted) is not { } instance)
            return Results.NotFound();
        var showInput = request.Flag("showInput", otherwise: true);
        var status = InstanceStatus.Of(instance, showInput);
        if (request.Flag("showHistory", otherwise: false) && instance.RuntimeStatus != OrchestrationRuntimeStatus.Pending)
        {
            var history = await engine.ReadHistoryAsync(instanceId, context.RequestAborted);
            var showOutput = request.Flag("showHistoryOutput", otherwise: false);
            status = status with { HistoryEvents = new HistoryProjection(showInput, showOutput).Of(history) };
        }

        if (!instance.IsCompleted)
        {
            context.Response.Headers.Location = request.GetEncodedUrl();
            context.Response.Headers.RetryAfter = "5";
            return Results.Json(status, statusCode: StatusCodes.Status202Accepted);
        }

        var isError = instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed && request.Flag("returnInternalServerErrorOnFailure", otherwise: false);
        return Results.Json(status, statusCode: isError ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
    }

    public async Task<IResult> ListAsync(HttpContext context)
    {
        var request = context.Request;
        var query = new OrchestrationQuery(
            request.Time("createdTimeFrom"),
            request.Time("createdTimeTo"),
            request.Statuses(),
            InstanceIdPrefix: request.Query["instanceIdPrefix"],
            PageSize: request.Number("top") ?? OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs: true,
            ContinuationToken: ManagementResults.PageBegin(request));
        var showInput = request.Flag("showInput", otherwise: true);
        await foreach (var page in engine.Client.GetAllInstancesAsync(query).AsPages().WithCancellation(context.RequestAborted))
            return ManagementResults.Page(context, [.. page.Values.Select(instance => InstanceStatus.Of(instance, showInput))], page.ContinuationToken);
        return ManagementResults.Page(context, Array.Empty<InstanceStatus>(), null);
    }

    public async Task<IResult> PurgeAsync(HttpContext context)
    {
        var id = context.Request.InstanceId();
        if (await engine.Client.GetInstanceAsync(id, context.RequestAborted) is null)
            return Results.NotFound();
        return Purged(await engine.Client.PurgeInstanceAsync(id, context.RequestAborted));
    }

    public async Task<IResult> PurgeAllAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Time("createdTimeFrom") is not { } from)
            return Results.Json("Please provide value for 'createdTimeFrom' parameter.", statusCode: StatusCodes.Status400BadRequest);
        var filter = new PurgeInstancesFilter(from, request.Time("createdTimeTo") ?? time.GetUtcNow(), request.Statuses());
        var purged = await engine.Client.PurgeAllInstancesAsync(filter, context.RequestAborted);
        return purged.PurgedInstanceCount == 0 ? Results.NotFound() : Purged(purged);
    }

    private static IResult Purged(PurgeResult result) => Results.Json(new { InstancesDeleted = result.PurgedInstanceCount });
}
