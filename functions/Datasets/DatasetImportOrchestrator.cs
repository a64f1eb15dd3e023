using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Datasets;

/// <summary>
/// Imports photographs into a dataset, in activities of limited length. Each goes on where the one before stopped or was killed; how far it
/// has come stands in storage. A wish to cancel is read there by the activity. The instance id is the import's id.
/// </summary>
public static class DatasetImportOrchestrator
{
    private const int StepsPerGeneration = 50;

    /// <summary>Imports it all.</summary>
    /// <param name="context">The orchestration; its input is an <see cref="ImportStart"/>.</param>
    /// <returns>How the import ended; the value of a generation that is continued means nothing.</returns>
    [Function(nameof(DatasetImportOrchestrator))]
    public static async Task<RunStatus> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<ImportStart>()!;
        var (status, reason) = (RunStatus.Succeeded, (string?)null);
        try
        {
            var step = new ImportStep(IsDone: false, IsCancelled: false);
            for (var steps = 0; !step.IsDone && !step.IsCancelled; steps++)
            {
                if (steps == StepsPerGeneration)
                {
                    context.ContinueAsNew(start);
                    return RunStatus.Running;
                }

                step = await context.CallActivityAsync<ImportStep>(nameof(ImportActivities.ImportPhotographs), start, Failures.Retry);
            }

            if (step.IsCancelled)
                (status, reason) = (RunStatus.Cancelled, "The import was cancelled; what it had added stays.");
        }
        catch (TaskFailedException e)
        {
            (status, reason) = (RunStatus.Failed, Failures.ReasonOf(e));
        }

        var ending = new ImportEnding(start, status, reason, new DateTimeOffset(context.CurrentUtcDateTime));
        return await context.CallActivityAsync<RunStatus>(nameof(ImportActivities.EndImport), ending, Failures.Retry);
    }
}
