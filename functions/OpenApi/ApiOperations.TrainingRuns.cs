using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.OpenApi;

/// <content>Training runs.</content>
internal static partial class ApiOperations
{
    private const string NoRun = "training run";

    private static IEnumerable<ApiOperation> TrainingRuns =>
    [
        new("post", "training-runs", "StartTraining", "Starts a training run. The same id and wishes twice are one run.")
        {
            Bodies = [ApiContent.Json<StartTrainingRun>("""{"dataset": "holidays", "preset": "restore", "overrides": {"gan.steps": "100"}, "promotion": "if-not-worse", "webhook": {"url": "https://example.com/hook", "events": ["ended"]}}""")],
            Answers =
            [
                ApiAnswer.Of<TrainingRun>(202, "It runs; Location says where it is seen."),
                ApiAnswer.Of<TrainingRun>(200, "It was known."),
                BadRequest,
                NotFound("dataset or parent"),
                new(409, "The id belongs to another request, or webhooks are off."),
                new(413, "The body is too large."),
            ],
        },
        new("get", "training-runs", "ListTraining", "Training runs, newest first.")
        {
            Parameters =
            [
                .. Paging,
                Status,
                new("dataset", "Only those of this dataset."),
                new("preset", "Only those with this preset."),
                new("since", "Only those asked for at this time or later, e.g. 2026-11-26T08:00:00Z.", typeof(DateTimeOffset)),
                IfNoneMatch,
            ],
            Answers = [ApiAnswer.Of<Page<TrainingRun>>(200, "A page."), NotModified, BadRequest],
        },
        new("get", "training-runs/{id}", "ShowTraining", "One training run, with the progress of the stage that runs.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<TrainingRun>(200, "The run."), NotModified, NotFound(NoRun)],
        },
        new("get", "training-runs/{id}/dataset", "ShowDataset", "The run's photographs with their splits, and the files that were refused.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<DatasetManifest>(200, "The photographs."), NotModified, NotFound(NoRun)],
        },
        new("get", "training-runs/{id}/metrics", "ShowMetrics", "The curves of the run's stages; of one that runs up to its newest checkpoint.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<TrainingCurves>(200, "The curves."), NotModified, NotFound(NoRun)],
        },
        new("get", "training-runs/{id}/samples", "ListSamples", "The names of the run's sample grids; of a stage that runs up to its newest checkpoint.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<SampleList>(200, "The names."), NotModified, NotFound(NoRun)],
        },
        new("get", "training-runs/{id}/samples/{name}", "DownloadSample", "A sample grid: photographs damaged, restored and original.")
        {
            Parameters = [IfNoneMatch],
            Answers = [new(200, "The grid.", new ApiContent("image/jpeg")), NotModified, NotFound("training run or sample")],
        },
        new("get", "training-runs/{id}/report", "ShowReport", "The report of the run's evaluation.")
        {
            Parameters = [IfNoneMatch],
            Answers = [new(200, "The report.", new ApiContent("text/html")), NotModified, NotFound("training run or report")],
        },
        new("get", "training-runs/{id}/events", "ListEvents", "What happened to the run, and when.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<RunEvents>(200, "The events."), NotModified, NotFound(NoRun)],
        },
        new("post", "training-runs/{id}/resume", "ResumeTraining", "Begins a run that failed again, from its last checkpoint.")
        {
            Answers = [ApiAnswer.Of<TrainingRun>(202, "It runs again."), NotFound(NoRun), new(409, "It has not failed, or failed before it trained.")],
        },
        new("post", "training-runs/{id}/cancel", "CancelTraining", "Asks a training run to end.")
        {
            Answers = [ApiAnswer.Of<TrainingRun>(202, "It was asked."), NotFound(NoRun), new(409, "It has ended.")],
        },
        new("post", "training-runs/{id}/approve", "ApproveTraining", "Lets a run that waits for approval promote its model.")
        {
            BodyRequired = false,
            Bodies = [ApiContent.Json<AnswerApproval>("""{"comment": "Faces look right."}""")],
            Answers = ApprovalAnswers,
        },
        new("post", "training-runs/{id}/reject", "RejectTraining", "Ends the wait of a run whose model is not to be promoted.")
        {
            BodyRequired = false,
            Bodies = [ApiContent.Json<AnswerApproval>("""{"comment": "Skies turn purple."}""")],
            Answers = ApprovalAnswers,
        },
    ];

    private static ApiAnswer[] ApprovalAnswers =>
        [ApiAnswer.Of<TrainingRun>(202, "It was told."), BadRequest, NotFound(NoRun), new(409, "It does not wait, or was answered otherwise.")];
}
