namespace CloudRestore.Functions.OpenApi;

/// <content>The web page.</content>
internal static partial class ApiOperations
{
    private static IEnumerable<ApiOperation> WebPage =>
    [
        new("get", "ui", "ShowPage", "The web page.")
        {
            NeedsKey = false,
            Parameters = [IfNoneMatch],
            Answers = [new(200, "The page.", new ApiContent("text/html")), NotModified],
        },
        new("get", "ui/{*file}", "ShowPageFile", "A file of the web page.")
        {
            NeedsKey = false,
            Parameters = [IfNoneMatch],
            Answers = [new(200, "The file.", new ApiContent("*/*")), NotModified, NotFound("file")],
        },
    ];
}
