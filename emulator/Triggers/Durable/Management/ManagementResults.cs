using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>Answers of the management API, in the form of the extension.</summary>
internal static class ManagementResults
{
    private const string ContinuationToken = "x-ms-continuation-token";

    /// <summary>A fault, as ASP.NET Web API writes one.</summary>
    public static IResult Error(int statusCode, string message, Exception? exception = null) =>
        Results.Json(
            exception is null
                ? new JsonObject { ["Message"] = message }
                : new JsonObject { ["Message"] = message, ["ExceptionMessage"] = exception.Message, ["ExceptionType"] = exception.GetType().FullName },
            statusCode: statusCode);

    /// <summary>A page of a list; its header says where the next begins, and is empty on the last.</summary>
    public static IResult Page<T>(HttpContext context, IReadOnlyList<T> values, string? next)
    {
        context.Response.Headers[ContinuationToken] = next is null ? "" : Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(next));
        return Results.Json(values);
    }

    /// <summary>Where the page that a request asks for begins; null for the first.</summary>
    /// <exception cref="ArgumentException">The header holds no token of ours.</exception>
    public static string? PageBegin(HttpRequest request)
    {
        var token = request.Headers[ContinuationToken].ToString();
        try
        {
            return token.Length == 0 ? null : JsonSerializer.Deserialize<string>(Convert.FromBase64String(token));
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new ArgumentException($"The header {ContinuationToken} holds '{token}', which no answer gave; leave it out for the first page.", exception);
        }
    }
}
