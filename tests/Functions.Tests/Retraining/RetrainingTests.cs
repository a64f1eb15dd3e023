using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Retraining;

[Collection(ChampionTests.Name)]
public class RetrainingTests(FunctionApp app) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await app.ResetRetrainingAsync();

    public async ValueTask DisposeAsync()
    {
        await app.SetChampionAsync(null);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_request_starts_a_run_with_the_settings_and_the_schedule_waits_for_its_end()
    {
        app.Runner.Script("retrain-", app.Runner.WorkUntilCancelledAsync);
        var asked = await app.PostAsync("/api/retraining");
        var started = (await LastAsync(_ => true)).Last!;
        var occurrence = await OccurAsync("20260101-000000");
        await app.PostAsync($"/api/training-runs/{started.Run}/cancel");
        var run = await app.TrainingAsync(started.Run!);

        ((int)asked.StatusCode).Should().Be(202);
        (started.Outcome, started.Occurrence, started.NewPhotographs).Should().Be((RetrainingOutcome.Started, null, 5));
        (run.Request.Dataset, run.Request.Preset, run.Request.Promotion).Should().Be((FunctionApp.RetrainingSet, "tiny", PromotionPolicy.Never));
        (occurrence.Outcome, occurrence.Reason, occurrence.Run).Should().Be(
            (RetrainingOutcome.Skipped, $"The run '{started.Run}' that was started before is still under way.", null));
    }

    [Fact]
    public async Task A_request_sent_again_after_a_crash_before_its_answer_was_kept_makes_no_other_attempt_and_hides_no_later_one()
    {
        app.Runner.Script("retrain-", app.Runner.WorkUntilCancelledAsync);
        var key = (IdempotentPosts.Header, FunctionApp.NewId("key"));
        await app.SendAsync(HttpMethod.Post, "/api/retraining", null, key);
        var started = (await LastAsync(_ => true)).Last!;
        await app.RetrainingSettledAsync();
        await app.PostAsync("/api/retraining");
        var later = (await LastAsync(attempt => attempt.Id != started.Id)).Last!;
        await app.RetrainingSettledAsync();
        await ForgetAnswerAsync(started.Id);

        var again = await app.SendAsync(HttpMethod.Post, "/api/retraining", null, key);
        await app.RetrainingSettledAsync();

        ((int)again.StatusCode).Should().Be(202);
        (started.Outcome, later.Outcome).Should().Be((RetrainingOutcome.Started, RetrainingOutcome.Skipped));
        (await app.GetAsync<RetrainingStatus>("/api/retraining")).Last.Should().Be(later);
        await app.PostAsync($"/api/training-runs/{started.Run}/cancel");
        await app.TrainingAsync(started.Run!);
    }

    [Fact]
    public async Task An_occurrence_is_skipped_until_enough_photographs_are_new_to_the_champion()
    {
        app.Runner.Script("retrain-", job => app.Runner.SucceedAsync(job));
        var champion = FunctionApp.NewId("run");
        await app.StartTrainingAsync(FunctionApp.Tiny(FunctionApp.RetrainingSet, champion));
        await app.TrainingAsync(champion);
        await app.SetChampionAsync(champion);
        await app.PutPhotographAsync(FunctionApp.RetrainingSet, "new 1.jpg", Photographs.Jpeg(51));
        await app.PutPhotographAsync(FunctionApp.RetrainingSet, "new 2.jpg", Photographs.Jpeg(52));

        var skipped = await OccurAsync("20260102-000000");
        await app.PutPhotographAsync(FunctionApp.RetrainingSet, "new 3.jpg", Photographs.Jpeg(53));
        var started = await OccurAsync("20260103-000000");
        var again = await OccurAsync("20260103-000000");

        (skipped.Outcome, skipped.NewPhotographs, skipped.Run).Should().Be((RetrainingOutcome.Skipped, 2, null));
        skipped.Reason.Should().Be($"2 photographs of '{FunctionApp.RetrainingSet}' are new since the champion '{champion}' was trained; 3 are needed.");
        (started.Outcome, started.NewPhotographs, started.Run).Should().Be((RetrainingOutcome.Started, 3, "retrain-20260103-000000"));
        again.Should().Be(started);
        (await app.TrainingAsync(started.Run!)).Status.Should().Be(RunStatus.Succeeded);
        app.Runner.TakenOf(started.Run!).Should().HaveCount(5);
    }

    [Fact]
    public async Task The_schedule_says_when_it_comes_next()
    {
        var status = await app.GetAsync<RetrainingStatus>("/api/retraining");

        (status.Schedule, status.TimeZone, status.Dataset, status.MinNewPhotographs).Should().Be(("0 0 0 29 2 *", "UTC", FunctionApp.RetrainingSet, 3));
        (status.Next!.Value.Month, status.Next.Value.Day, status.Next > app.Clock.GetUtcNow()).Should().Be((2, 29, true));
    }

    /// <summary>Leaves of an answer what is there when the process is killed before it is kept: nothing.</summary>
    private async Task ForgetAnswerAsync(string requestId)
    {
        var answers = new List<string>();
        await foreach (var blob in app.Storage.Container(Containers.Jobs).GetBlobsAsync(BlobTraits.None, BlobStates.None, IdempotencyBlobs.Folder, Token))
        {
            if (blob.Name.EndsWith($"/{requestId}.json", StringComparison.Ordinal))
                answers.Add(blob.Name);
        }

        await app.Storage.Blob(Containers.Jobs, answers.Should().ContainSingle().Subject).DeleteAsync(cancellationToken: Token);
    }

    /// <summary>Does what the timer does when an occurrence has come, and waits for what comes of it.</summary>
    private async Task<RetrainingAttempt> OccurAsync(string id)
    {
        var at = DateTimeOffset.ParseExact(id, "yyyyMMdd-HHmmss", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        await app.RetrainingSettledAsync();
        var answer = await app.PostAsync("/runtime/webhooks/durabletask/orchestrators/RetrainingOrchestrator/retraining?code=the-key", new { Id = id, Occurrence = at });
        answer.EnsureSuccessStatusCode();
        await app.RetrainingSettledAsync();
        var last = (await LastAsync(attempt => attempt.Id == id)).Last!;
        last.Occurrence.Should().Be(at);
        return last;
    }

    private Task<RetrainingStatus> LastAsync(Func<RetrainingAttempt, bool> until) =>
        app.PollAsync<RetrainingStatus>("/api/retraining", status => status.Last is { } last && until(last));
}
