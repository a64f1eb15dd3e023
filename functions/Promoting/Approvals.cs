using CloudRestore.Core.Api;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Promoting;

/// <summary>What people say about promotions that wait for them.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="runs">The runs.</param>
/// <param name="orchestrations">Wakes a run that waits.</param>
/// <param name="time">The clock.</param>
public sealed class Approvals(StorageClients storage, TrainingRuns runs, OrchestrationStarter orchestrations, TimeProvider time)
{
    private const int MaxCommentLength = 500;

    /// <summary>Answers for a person: the answer is a blob, the event only makes it quick. The same answer twice is one.</summary>
    /// <param name="id">The run.</param>
    /// <param name="approved">Whether the model may become champion.</param>
    /// <param name="comment">Why, or null.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such run, it does not wait, or it was answered otherwise.</exception>
    public async Task AnswerAsync(string id, bool approved, string? comment, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (comment?.Length > MaxCommentLength)
            throw new RequestRefusedException(400, $"The comment has {comment.Length} characters; {MaxCommentLength} are allowed.");
        var run = await runs.ShowAsync(id, client, cancellationToken)
            ?? throw new RequestRefusedException(404, $"There is no training run '{Printable.Shorten(id)}'.");
        var kept = storage.Blob(Containers.Runs, RunBlobs.Approval(id));
        if (run.Status == RunStatus.AwaitingApproval)
        {
            var answer = new Approval(approved, string.IsNullOrEmpty(comment) ? null : Printable.Shorten(comment, MaxCommentLength), time.GetUtcNow());
            await kept.CreateJsonAsync(answer, cancellationToken);
        }

        var standing = await kept.ReadJsonAsync<Approval>(cancellationToken)
            ?? throw new RequestRefusedException(409, $"The run '{id}' does not wait for approval: {Standing(run)}.");
        if (standing.Approved != approved)
            throw new RequestRefusedException(409, $"The run '{id}' was {(standing.Approved ? "approved" : standing.TimedOut ? "not approved in time" : "rejected")} already.");
        await orchestrations.WakeAsync(client, id, EventNames.Approval, approved ? "approved" : "rejected", cancellationToken);
    }

    private static string Standing(TrainingRun run) => run.Status switch
    {
        RunStatus.Pending or RunStatus.Running when !run.Request.Approval => "it was started without \"approval\"",
        RunStatus.Pending or RunStatus.Running => "its model is not judged yet",
        _ => "it has ended",
    };
}
