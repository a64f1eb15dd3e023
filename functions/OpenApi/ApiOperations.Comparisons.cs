using CloudRestore.Core.Api;

namespace CloudRestore.Functions.OpenApi;

/// <content>Comparisons of models.</content>
internal static partial class ApiOperations
{
    private const string NoComparison = "comparison";

    private static IEnumerable<ApiOperation> Comparisons =>
    [
        new("post", "models/compare", "StartComparing", "Compares two to four models on a dataset's held-out photographs that none of them was trained on.")
        {
            Bodies = [ApiContent.Json<StartComparison>("""{"models": ["champion", "candidate"], "dataset": "holidays", "recipe": "restore"}""")],
            Answers =
            [
                ApiAnswer.Of<Comparison>(202, "It runs; Location says where it is seen."),
                ApiAnswer.Of<Comparison>(200, "It was known."),
                BadRequest,
                NotFound("model or dataset"),
                new(409, "The id belongs to another request, or an alias names no model yet."),
                new(413, "The body is too large."),
            ],
        },
        new("get", "comparisons/{id}", "ShowComparison", "One comparison: the scores of each model and the differences from the first, once it has succeeded.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<Comparison>(200, "The comparison."), NotModified, NotFound(NoComparison)],
        },
        new("post", "comparisons/{id}/cancel", "CancelComparison", "Asks a comparison to end.")
        {
            Answers = [ApiAnswer.Of<Comparison>(202, "It was asked."), NotFound(NoComparison), new(409, "It has ended.")],
        },
    ];
}
