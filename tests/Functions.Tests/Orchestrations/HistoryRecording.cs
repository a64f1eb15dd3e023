using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Retraining;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Stack;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.Orchestrations;

/// <summary>
/// What the engine has just taken down replays alike, step by step. With the environment variable <c>CLOUDRESTORE_RECORD_HISTORIES</c> set, these are
/// also written down for <see cref="RecordedHistoriesTests"/>.
/// </summary>
[Collection(ChampionTests.Name)]
public class HistoryRecording(FunctionApp app)
{
    /// <summary>Where they are kept, in the source tree.</summary>
    public static string Folder => Path.Combine(Repository.Root, "tests", "Functions.Tests", "Orchestrations", "Histories");

    [Fact]
    public async Task Training_that_succeeds()
    {
        var run = await TrainAsync(cycles: 2);
        run.Status.Should().Be(RunStatus.Succeeded);
        Record(run.Id, "training-succeeded");
        Record($"{run.Id}.gan-2", "gpu-job-succeeded");
    }

    [Fact]
    public async Task Training_that_fails()
    {
        var run = await TrainAsync(id => app.Runner.Script($"{id}.generate", job => app.Runner.FailAsync(job, "The GPU has only 4 GB: use a smaller batch.")));
        run.Status.Should().Be(RunStatus.Failed);
        Record(run.Id, "training-failed");
        Record($"{run.Id}.generate", "gpu-job-failed");
    }

    [Fact]
    public async Task Training_that_is_cancelled()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await app.TrainingAsync(id, run => run.Stages is [.., { Name: "pretrain-generator" }]);
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Cancelled);
        Record(id, "training-cancelled");
        Record($"{id}.pretrain-generator", "gpu-job-cancelled");
    }

    [Fact]
    public async Task Training_that_a_person_must_approve()
    {
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Promotion = PromotionPolicy.Always, Approval = true });
        await app.TrainingAsync(id, run => run.Status == RunStatus.AwaitingApproval);
        await app.PostAsync($"/api/training-runs/{id}/reject");
        await app.TrainingAsync(id, run => run.Status == RunStatus.Succeeded);
        Record(id, "training-rejected");
    }

    [Fact]
    public async Task Training_whose_webhook_takes_an_event_at_the_second_attempt()
    {
        var id = FunctionApp.NewId("run");
        app.Receiver.Answer(id, 500, 204);
        var webhook = new AskWebhook(app.Receiver.Url(id), [WebhookEventType.Started, WebhookEventType.Ended]);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Webhook = webhook });
        await app.TrainingAsync(id, run => run.Webhook is { Delivered: 2 });
        await app.CompletedAsync(id);
        await app.CompletedAsync($"{id}.webhook-1");
        Record(id, "training-with-webhook");
        Record($"{id}.webhook-1", "webhook-delivered");
    }

    [Fact]
    public async Task Restoration_with_a_webhook()
    {
        var id = FunctionApp.NewId("batch");
        await app.UploadAsync($"{id}.jpg", Photographs.Jpeg(7));
        await app.PostAsync("/api/restorations", new StartRestoration([$"{id}.jpg"], id, FunctionApp.Model, Webhook: new(app.Receiver.Url(id))));
        await app.PollAsync<Restoration>($"/api/restorations/{id}", found => found.Webhook is { Delivered: 2 });
        await app.CompletedAsync(id);
        Record(id, "restoration-with-webhook");
    }

    [Fact]
    public async Task Restoration_of_three_of_which_one_fails()
    {
        var id = FunctionApp.NewId("batch");
        string[] names = [.. Enumerable.Range(0, 3).Select(i => $"{id}/{i}.jpg")];
        foreach (var name in names)
            await app.UploadAsync(name, Photographs.Jpeg(7));
        app.Runner.Script($"{id}.1", job => app.Runner.FailAsync(job, "It is cut short."));
        await app.PostAsync("/api/restorations", new StartRestoration(names, id, FunctionApp.Model));
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Failed);
        Record(id, "restoration-failed-in-part");
    }

    [Fact]
    public async Task Restoration_in_chunks_that_is_cancelled()
    {
        var id = FunctionApp.NewId("batch");
        string[] names = [.. Enumerable.Range(0, (2 * FunctionApp.ChunkSize) + 1).Select(i => $"{id}/{i}.jpg")];
        foreach (var name in names)
            await app.UploadAsync(name, Photographs.Jpeg(7));
        foreach (var index in new[] { 5, FunctionApp.ChunkSize + 5 })
            app.Runner.Script($"{id}.{index}", _ => Task.CompletedTask);
        await app.PostAsync("/api/restorations", new StartRestoration(names, id, FunctionApp.Model));
        await app.PollAsync<Restoration>($"/api/restorations/{id}", found => found.Finished > 20);
        await app.PostAsync($"/api/restorations/{id}/cancel");
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Cancelled);
        Record(id, "batch-cancelled");
        Record($"{id}.chunk-1", "chunk-cancelled");
    }

    [Fact]
    public async Task Restoration_in_chunks_that_succeeds()
    {
        var id = FunctionApp.NewId("batch");
        string[] names = [.. Enumerable.Range(0, FunctionApp.ChunkSize + 1).Select(i => $"{id}/{i}.jpg")];
        foreach (var name in names)
            await app.UploadAsync(name, Photographs.Jpeg(7));
        await app.PostAsync("/api/restorations", new StartRestoration(names, id, FunctionApp.Model));
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        Record(id, "batch-succeeded");
        Record($"{id}.chunk-0", "chunk-succeeded");
    }

    [Fact]
    public async Task Comparison_that_succeeds()
    {
        var id = await CompareAsync();
        (await ComparedAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        Record($"{id}.comparison", "comparison-succeeded");
    }

    [Fact]
    public async Task Comparison_that_fails()
    {
        var id = await CompareAsync(model => app.Runner.Script($"{model}-2", job => app.Runner.FailAsync(job, "The GPU has only 4 GB: use a smaller batch.")));
        (await ComparedAsync(id)).Status.Should().Be(RunStatus.Failed);
        Record($"{id}.comparison", "comparison-failed");
    }

    [Fact]
    public async Task Comparison_that_is_cancelled()
    {
        var id = await CompareAsync(model => app.Runner.Script($"{model}-1", app.Runner.WorkUntilCancelledAsync));
        await app.PollAsync<Comparison>($"/api/comparisons/{id}", found => found.Evaluated == 1);
        await app.PostAsync($"/api/comparisons/{id}/cancel");
        (await ComparedAsync(id)).Status.Should().Be(RunStatus.Cancelled);
        Record($"{id}.comparison", "comparison-cancelled");
    }

    [Fact]
    public async Task Import_of_several_steps()
    {
        var name = FunctionApp.NewId("set");
        var dataset = await app.ImportAsync(name, await app.PicturesAsync([.. Enumerable.Range(0, 25).Select(i => ($"p{i}.jpg", Photographs.Jpeg(i, 32, 32)))]));
        Record(dataset.Import!.Id, "dataset-import-succeeded");
    }

    [Fact]
    public async Task Retraining_without_photographs()
    {
        await app.PostAsync("/api/retraining");
        await app.PollAsync<RetrainingStatus>("/api/retraining", found => found.Last is not null);
        Record(RetrainingOrchestrator.InstanceId, "retraining-decided");
    }

    private async Task<TrainingRun> TrainAsync(Action<string>? prepare = null, int cycles = 1)
    {
        var id = FunctionApp.NewId("run");
        prepare?.Invoke(id);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Cycles = cycles });
        return await app.TrainingAsync(id);
    }

    /// <summary>Starts a comparison of two models; what is prepared is called with the beginning of its jobs' ids.</summary>
    private async Task<string> CompareAsync(Action<string>? prepare = null)
    {
        var id = FunctionApp.NewId("comparison");
        prepare?.Invoke($"{id}.model");
        string[] models = [await app.TrainedModelAsync(), await app.TrainedModelAsync()];
        await app.PostAsync("/api/models/compare", new StartComparison(models, await app.DatasetAsync(4), Id: id));
        return id;
    }

    private async Task<Comparison> ComparedAsync(string id)
    {
        await app.CompletedAsync($"{id}.comparison");
        return await app.GetAsync<Comparison>($"/api/comparisons/{id}");
    }

    private void Record(string instance, string name)
    {
        var history = app.HistoryOf(instance);
        history.Difference(RecordedHistoriesTests.Orchestrators()[history.Instance.Name], NullLoggerFactory.Instance).Should().BeNull();
        if (Environment.GetEnvironmentVariable("CLOUDRESTORE_RECORD_HISTORIES") is not null)
            history.Write(Path.Combine(Directory.CreateDirectory(Folder).FullName, name + ".jsonl"));
    }
}
