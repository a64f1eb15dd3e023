using CloudRestore.Emulator.Durable;
using CloudRestore.Emulator.Triggers.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>
/// The HTTP management API of Durable Functions: routes, key, task hub and faults. What a path does not take is 404, whatever
/// its method, as the extension answers.
/// </summary>
internal sealed class ManagementApi(DurableEngine engine, IDurableFunctionCatalog catalog, FunctionKey key, ManagementLinks links, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        var queries = new InstanceQueries(engine, time);
        var commands = new InstanceCommands(engine.Client);
        var starts = new InstanceStarts(engine.Client, catalog, links, queries, time);
        Add("POST", "orchestrators/{functionName}/{instanceId?}", starts.StartAsync);
        Add("POST", "instances/{instanceId}/restart", starts.RestartAsync);
        Add("GET", "instances", queries.ListAsync);
        Add("DELETE", "instances", queries.PurgeAllAsync);
        Add("GET", "instances/{instanceId}", queries.StatusAsync);
        Add("DELETE", "instances/{instanceId}", queries.PurgeAsync);
        Add("POST", "instances/{instanceId}/raiseEvent/{eventName}", commands.RaiseEventAsync);
        Add("POST", "instances/{instanceId}/terminate", commands.TerminateAsync);
        Add("POST", "instances/{instanceId}/suspend", commands.SuspendAsync);
        Add("POST", "instances/{instanceId}/resume", commands.ResumeAsync);
        Add("POST", "instances/{instanceId}/rewind", commands.RewindAsync);
        Add("GET", "entities/{entityName?}", ListEntitiesAsync);
        Add("POST", "entities/{entityName}/{entityKey?}", SignalAsync);
        Add("DELETE", "entities/{entityName}/{entityKey?}", SignalAsync);
        endpoints.Map($"{ManagementLinks.BasePath}/{{**rest}}", context => ServeAsync(context, NothingAsync));

        void Add(string method, string route, Func<HttpContext, Task<IResult>> handle) =>
            endpoints.Map($"{ManagementLinks.BasePath}/{route}", context => ServeAsync(context, handle)).WithMetadata(new FunctionMethods([method]));
    }

    private static Task<IResult> NothingAsync(HttpContext context) => Task.FromResult(Results.NotFound());

    private static Task<IResult> ListEntitiesAsync(HttpContext context) =>
        Task.FromResult(ManagementResults.Page(context, Array.Empty<object>(), null));

    /// <summary>Apps here have no entities: to signal one is to name a function that is not there.</summary>
    private static Task<IResult> SignalAsync(HttpContext context) =>
        throw new ArgumentException($"The function '{context.Request.RouteValues["entityName"]}' doesn't exist, is disabled, or is not an entity function.");

    private async Task ServeAsync(HttpContext context, Func<HttpContext, Task<IResult>> handle)
    {
        var result = key.Admits(context.Request, AuthorizationLevel.System) ? await AnswerAsync(context, handle) : Results.Unauthorized();
        await result.ExecuteAsync(context);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, Func<HttpContext, Task<IResult>> handle)
    {
        if (context.Request.Query["taskHub"].ToString() is { Length: > 0 } hub && !hub.Equals(engine.Client.Name, StringComparison.OrdinalIgnoreCase))
            return Results.NotFound();
        try
        {
            return await handle(context);
        }
        catch (ArgumentException exception)
        {
            return ManagementResults.Error(StatusCodes.Status400BadRequest, "One or more of the arguments submitted is incorrect", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or OverflowException)
        {
            return ManagementResults.Error(StatusCodes.Status500InternalServerError, "Something went wrong while processing your request", exception);
        }
    }
}
