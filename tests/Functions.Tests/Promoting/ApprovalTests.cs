using System.Net.Http.Json;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Training;

namespace CloudRestore.Functions.Tests.Promoting;

[Collection(ChampionTests.Name)]
public class ApprovalTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_with_approval_waits_with_its_numbers_until_a_person_approves_and_then_promotes()
    {
        var id = await WaitingAsync();
        (await app.GetAsync<TrainingRun>($"/api/training-runs/{id}")).Promotion!.Deltas["psnr"].Mean.Should().BeApproximately(1, 1e-9);

        var answer = await app.PostAsync($"/api/training-runs/{id}/approve", new AnswerApproval("Faces look right."));
        var run = await app.TrainingAsync(id, HasEnded);

        ((int)answer.StatusCode).Should().Be(202);
        (run.Status, run.Promoted, run.Promotion!.Promoted).Should().Be((RunStatus.Succeeded, true, true));
        run.PromotionReason.Should().EndWith("Approved: Faces look right.");
        (run.Approval!.Approved, run.Approval.Comment).Should().Be((true, "Faces look right."));
        run.Stages[^1].Should().Match<TrainingStage>(stage => stage.Name == "approval" && stage.Status == RunStatus.Succeeded);
        (await app.GetAsync<ModelPage>("/api/models")).Champion.Should().Be(id);
    }

    [Fact]
    public async Task A_rejected_model_stays_registered_and_the_run_has_succeeded()
    {
        var id = await WaitingAsync();

        await app.PostAsync($"/api/training-runs/{id}/reject");
        var run = await app.TrainingAsync(id, HasEnded);

        (run.Status, run.Model, run.Promoted).Should().Be((RunStatus.Succeeded, id, false));
        run.PromotionReason.Should().StartWith("Rejected. Not worse than");
        (await app.GetAsync<ModelPage>("/api/models")).Champion.Should().BeNull();
    }

    [Fact]
    public async Task The_first_answer_stands_and_the_same_again_changes_nothing()
    {
        var id = await WaitingAsync();
        await app.PostAsync($"/api/training-runs/{id}/reject");
        await app.TrainingAsync(id, HasEnded);

        ((int)(await app.PostAsync($"/api/training-runs/{id}/reject")).StatusCode).Should().Be(202);
        (await ProblemOf(id, "approve")).Should().Be((409, $"The run '{id}' was rejected already."));
    }

    [Fact]
    public async Task A_run_that_does_not_wait_cannot_be_approved_and_one_that_is_not_there_neither()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));

        (await ProblemOf(id, "approve")).Should().Be((409, $"The run '{id}' does not wait for approval: it was started without \"approval\"."));
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        await app.TrainingAsync(id);
        (await ProblemOf(id, "reject")).Should().Be((409, $"The run '{id}' does not wait for approval: it has ended."));
        (await ProblemOf("nobody", "approve")).Should().Be((404, "There is no training run 'nobody'."));
    }

    [Fact]
    public async Task A_run_that_waits_can_be_cancelled_and_keeps_its_model()
    {
        var id = await WaitingAsync();

        await app.PostAsync($"/api/training-runs/{id}/cancel");
        var run = await app.TrainingAsync(id, HasEnded);

        (run.Status, run.Model, run.Promoted, run.Reason).Should().Be((RunStatus.Cancelled, id, false, "The run was cancelled; its model is registered."));
        (await app.GetAsync<ModelPage>("/api/models")).Champion.Should().BeNull();
    }

    [Fact]
    public async Task When_nobody_answers_in_time_the_model_is_not_promoted()
    {
        await app.SetChampionAsync(null);
        var request = new TrainingRequest
        {
            Id = FunctionApp.NewId("run"),
            Dataset = await app.DatasetAsync(4),
            Preset = "tiny",
            Seed = 1,
            Approval = true,
            CreatedAt = app.Clock.GetUtcNow(),
        };
        var recorded = new TaskCompletionSource();
        app.Runner.Script($"{request.Id}.evaluate", async job =>
        {
            await recorded.Task;
            await app.Runner.SucceedAsync(job);
        });

        var jobs = new GpuJobOptions { Tick = TimeSpan.FromSeconds(0.3) };
        var started = await app.Http.PostAsync(
            $"/runtime/webhooks/durabletask/orchestrators/TrainingOrchestrator/{request.Id}?code=the-key",
            JsonContent.Create(new TrainingStart(request, jobs, ApprovalTimeout: TimeSpan.FromSeconds(1))),
            Token);
        started.IsSuccessStatusCode.Should().BeTrue(await started.Content.ReadAsStringAsync(Token));
        await app.Storage.Blob(Containers.Runs, RunBlobs.Request(request.Id)).CreateJsonAsync(request, Token);
        recorded.SetResult();
        var run = await app.TrainingAsync(request.Id, HasEnded);

        (run.Status, run.Promoted, run.Approval!.TimedOut).Should().Be((RunStatus.Succeeded, false, true));
        run.PromotionReason.Should().StartWith("Nobody answered within 0.00:00:01. Not worse than");
        (await ProblemOf(request.Id, "approve")).Should().Be((409, $"The run '{request.Id}' was not approved in time already."));
    }

    [Fact]
    public async Task A_model_that_may_not_be_promoted_is_not_asked_about()
    {
        await app.TrainedChampionAsync();
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.evaluate", job => app.Runner.SucceedAsync(job, metrics: new Dictionary<string, double>
        {
            ["psnrRestored"] = 20,
            ["ssimRestored"] = 0.5,
            ["psnrChampion"] = 26,
            ["ssimChampion"] = 0.8,
        }));
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny", Approval: true));

        var run = await app.TrainingAsync(id, HasEnded);

        (run.Status, run.Promoted, run.Approval).Should().Be((RunStatus.Succeeded, false, null));
    }

    [Fact]
    public async Task A_run_that_never_promotes_has_nothing_to_approve() =>
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/training-runs", new StartTrainingRun("any", Promotion: PromotionPolicy.Never, Approval: true))))
            .Should().Be((400, "With the promotion never there is nothing to approve: leave out one of the two."));

    private static bool HasEnded(TrainingRun run) => run.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled;

    private async Task<string> WaitingAsync()
    {
        await app.SetChampionAsync(null);
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny", Approval: true));
        await app.TrainingAsync(id, run => run.Status == RunStatus.AwaitingApproval);
        return id;
    }

    private async Task<(int Status, string Sentence)> ProblemOf(string id, string answer) =>
        await FunctionApp.ProblemAsync(await app.PostAsync($"/api/training-runs/{id}/{answer}"));
}
