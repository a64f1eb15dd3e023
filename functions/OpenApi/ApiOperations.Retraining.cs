using CloudRestore.Core.Api;

namespace CloudRestore.Functions.OpenApi;

/// <content>The retraining schedule.</content>
internal static partial class ApiOperations
{
    private static IEnumerable<ApiOperation> Retraining =>
    [
        new("get", "retraining", "ShowRetraining", "The retraining schedule, its next and last occurrence, and what came of the last attempt, with its reason.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<RetrainingStatus>(200, "The schedule."), NotModified],
        },
        new("post", "retraining", "StartRetraining", "Trains anew now, however few photographs are new; not while the run before is under way.")
        {
            Answers = [ApiAnswer.Of<RetrainingStatus>(202, "It is being decided on; Location says where the outcome is seen."), new(409, "No dataset is set, or another attempt is being decided on.")],
        },
    ];
}
