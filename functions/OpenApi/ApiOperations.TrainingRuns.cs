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
            Bodies = [ApiContent.Json<StartTrainingRun>("""{"dataset": "holidays", "preset": "restore", "overrides": {"gan.steps": "100"}, "promotion": "if-not-worse"}""")],
            Answers =
            [
                ApiAnswer.Of<TrainingRun>(202, "It runs; Location says where it is seen."),
                ApiAnswer.Of<TrainingRun>(200, "It was known."),
                BadRequest,
                NotFound("dataset or parent"),
                new(409, "The id belongs to another request."),
                new(413, "The body is too large."),
            ],
        },
        new("get", "training-runs", "ListTraining", "Training runs, newest first.")
        {
            Parameters = [.. Paging, Status],
            Answers = [ApiAnswer.Of<Page<TrainingRun>>(200, "A page."), BadRequest],
        },
        new("get", "training-runs/{id}", "ShowTraining", "One training run, with the progress of the stage that runs.")
        {
            Answers = [ApiAnswer.Of<TrainingRun>(200, "The run."), NotFound(NoRun)],
        },
        new("get", "training-runs/{id}/dataset", "ShowDataset", "The run's photographs with their splits, and the files that were refused.")
        {
            Answers = [ApiAnswer.Of<DatasetManifest>(200, "The photographs."), NotFound(NoRun)],
        },
        new("post", "training-runs/{id}/cancel", "CancelTraining", "Asks a training run to end.")
        {
            Answers = [ApiAnswer.Of<TrainingRun>(202, "It was asked."), NotFound(NoRun), new(409, "It has ended.")],
        },
    ];
}
