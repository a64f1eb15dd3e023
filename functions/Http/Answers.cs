using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Http;

/// <summary>How the API reads bodies and answers: camelCase JSON, and problems (RFC 9457) of one sentence.</summary>
internal static class Answers
{
    private const int MaxJsonBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Strict = new(CoreJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>An answer with a body.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, CoreJson.Options, statusCode: status);

    /// <summary>202 for something that goes on, or 200 when it was known before, with its address.</summary>
    public static IResult Accepted<T>(HttpRequest request, string route, T value, bool created)
    {
        request.HttpContext.Response.Headers.Location = $"{request.Scheme}://{request.Host}/api/{route}";
        return Json(value, created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
    }

    /// <summary>Something is not there.</summary>
    public static IResult NotFound(string sentence) => Problem(StatusCodes.Status404NotFound, sentence);

    /// <summary>A refusal: one sentence, and what a program may want to know.</summary>
    public static IResult Problem(int status, string sentence, IDictionary<string, object?>? extensions = null) =>
        Results.Problem(detail: sentence, statusCode: status, extensions: extensions);

    /// <summary>Runs <paramref name="answer"/>; what it refuses becomes a problem.</summary>
    public static async Task<IResult> GuardAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (RequestRefusedException e)
        {
            return Problem(e.Status, e.Message);
        }
        catch (Exception e) when (e is JsonException or WireFormatException)
        {
            return Problem(StatusCodes.Status500InternalServerError, $"A document in storage cannot be read: {e.Message}");
        }
        catch (Exception e) when ((e as RequestFailedException ?? e.InnerException as RequestFailedException) is { Status: 0 or 403 or 408 or 429 or >= 500 } fault)
        {
            return Problem(
                StatusCodes.Status503ServiceUnavailable,
                $"The storage account did not do what was asked of it ({(fault.Status == 0 ? "no answer" : fault.ErrorCode ?? fault.Status.ToString(CultureInfo.InvariantCulture))}): send the request again, and see /api/health/ready if that does not help.");
        }
        catch (BadHttpRequestException e)
        {
            return Problem(e.StatusCode, "The body of the request did not come whole, or is larger than any body may be: send it again, or a smaller one.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new UnexpectedFault(e);
        }
    }

    /// <summary>Reads a JSON body; unknown members are refused, so that a misspelt option is not ignored.</summary>
    /// <exception cref="RequestRefusedException">The body is too large or not what is expected.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken, long maxBytes = MaxJsonBytes) =>
        Parse<T>(await ReadBytesAsync(request, maxBytes, "The JSON body", cancellationToken));

    /// <summary>Reads a JSON body that may be left out; then null.</summary>
    /// <exception cref="RequestRefusedException">The body is too large or not what is expected.</exception>
    public static async Task<T?> ReadOptionalAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var bytes = await ReadBytesAsync(request, MaxJsonBytes, "The JSON body", cancellationToken);
        return bytes.Length == 0 ? null : Parse<T>(bytes);
    }

    /// <summary>Reads a body into memory, up to a limit.</summary>
    /// <exception cref="RequestRefusedException">It is larger.</exception>
    public static async Task<byte[]> ReadBytesAsync(HttpRequest request, long maxBytes, string what, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
            throw TooLarge(what, maxBytes);
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > maxBytes)
                throw TooLarge(what, maxBytes);
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static T Parse<T>(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Strict) ?? throw new RequestRefusedException(400, "The body is null: send a JSON object.");
        }
        catch (JsonException e)
        {
            throw new RequestRefusedException(400, $"The body is not the JSON expected{Where(e)}: send {Members(typeof(T))} and nothing else.");
        }
    }

    private static string Where(JsonException e) =>
        e.Path is { Length: > 2 } path ? $" at \"{Printable.Shorten(path[2..])}\""
        : e.LineNumber is { } line ? $" in line {line + 1}"
        : "";

    private static string Members(Type type) =>
        $"an object with {string.Join(", ", Strict.GetTypeInfo(type).Properties.Select(property => $"\"{property.Name}\""))}";

    private static RequestRefusedException TooLarge(string what, long maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"{what} is larger than the {maxBytes:N0} bytes allowed."));
}
