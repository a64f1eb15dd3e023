using CloudRestore.Core.Naming;
using CloudRestore.Functions.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Http;

/// <summary>The web page. It is public; what it shows it asks the API for, with the key that its user gives.</summary>
public sealed class UiEndpoint
{
    // Restored photographs and sample grids are fetched with the key and shown from object URLs.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Route = "ui";

    /// <summary><c>GET /api/ui</c>: the page.</summary>
    /// <param name="request">The request.</param>
    [Function(nameof(ShowPage))]
    public static IResult ShowPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request) => Show(request, UiFiles.Index);

    /// <summary><c>GET /api/ui/{*file}</c>: a file of the page.</summary>
    /// <param name="request">The request.</param>
    /// <param name="file">Its name, such as <c>views/runs.js</c>.</param>
    [Function(nameof(ShowPageFile))]
    public static IResult ShowPageFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{*file}")] HttpRequest request, string file) =>
        Show(request, file);

    private static IResult Show(HttpRequest request, string name)
    {
        if (UiFiles.Find(name) is not { } file)
            return Answers.NotFound($"The page has no file '{Printable.Shorten(name)}': it begins at /api/{Route}.");
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        return ConditionalAnswers.OfBytes(request, file.Bytes, file.ContentType, file.ETag);
    }
}
