using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Triggers.Http;

/// <summary>Serves HTTP functions as ASP.NET Core endpoints.</summary>
internal sealed class HttpFunctions(FunctionInvoker invoker, FunctionKey key, string routePrefix)
{
    /// <summary>The largest request body that the host lets through, in bytes: 210 MB, as on the Flex Consumption plan.</summary>
    public const long MaxRequestBodySize = 210L * 1024 * 1024;

    public void Map(IEndpointRouteBuilder endpoints, FunctionMethod function)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var route = string.Join('/', new[] { routePrefix, trigger.Route ?? function.Name }.Select(part => part.Trim('/')).Where(part => part.Length > 0));
        endpoints.Map("/" + route, context => ServeAsync(context, function, trigger.AuthLevel))
            .WithDisplayName(function.Name)
            .WithMetadata(new FunctionMethods(trigger.Methods ?? []));
    }

    private async Task ServeAsync(HttpContext context, FunctionMethod function, AuthorizationLevel level)
    {
        if (!key.Admits(context.Request, level))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await WriteAsync(context, await invoker.InvokeAsync(Invocation(context, function), context.RequestAborted));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception e)
        {
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            context.Response.StatusCode = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
        }
    }

    private static FunctionInvocation Invocation(HttpContext context, FunctionMethod function)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in context.Request.Query)
        {
            data[name] = values.ToString();
        }

        foreach (var (name, value) in context.Request.RouteValues)
        {
            data[name] = value;
        }

        return new FunctionInvocation(function, (_, _) => ValueTask.FromResult<object?>(context.Request))
        {
            BindingData = data,
            Services = context.RequestServices,
        };
    }

    private static Task WriteAsync(HttpContext context, object? result) => result switch
    {
        null => Task.CompletedTask,
        IResult http => http.ExecuteAsync(context),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor())),
        string text => context.Response.WriteAsync(text, context.RequestAborted),
        _ => context.Response.WriteAsJsonAsync(result, result.GetType(), context.RequestAborted),
    };
}
