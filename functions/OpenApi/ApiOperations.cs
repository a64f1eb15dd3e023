using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.OpenApi;

/// <summary>The table of all calls, one file an area.</summary>
internal static partial class ApiOperations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } = [.. Health, .. Models, .. Comparisons, .. TrainingRuns, .. Restorations, .. Datasets, .. Retraining, .. WebPage];

    private static ApiParameter Status => new("status", "Only those in this state.", typeof(RunStatus));

    private static ApiParameter IfMatch => new("If-Match", "The ETag of the aliases as you read them; 412 if they have changed.", In: "header");

    private static ApiParameter IfNoneMatch => new("If-None-Match", "The ETag of what you have; 304 if it has not changed.", In: "header");

    private static ApiAnswer NotModified => new(304, "What you have is what there is.", new ApiContent(""));

    private static ApiAnswer BadRequest => new(400, "Something in the request cannot be used.");

    private static IReadOnlyList<ApiParameter> Paging =>
    [
        new("top", "Items of a page, 1 to 200; 50 if left out.", typeof(int)),
        new("continuation", "What the page before gave; leave it out for the first page."),
    ];

    private static ApiAnswer NotFound(string what) => new(404, $"There is no such {what}.");
}
