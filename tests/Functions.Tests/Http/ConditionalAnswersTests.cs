using System.Net.Http.Headers;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.OpenApi;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Http;

/// <summary>They look at lists of everything there is, and at the champion: so they come after the others.</summary>
[Collection(ChampionTests.Name)]
public class ConditionalAnswersTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_caller_has_and_what_has_not_changed_is_not_sent_again_wherever_the_document_says_so()
    {
        var paths = await PathsAsync();
        paths.Keys.Should().BeEquivalentTo(
            ApiOperations.All.Where(operation => operation.Answers.Any(answer => answer.Status == 304)).Select(operation => operation.Function));

        foreach (var (function, path) in paths)
        {
            var first = await app.Http.GetAsync(path, Token);
            var tag = first.Headers.ETag?.ToString();
            var again = await app.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", $"\"older\", W/{tag}"));
            var other = await app.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", "\"older\""));

            ((int)first.StatusCode, (int)again.StatusCode, (int)other.StatusCode).Should().Be((200, 304, 200), function);
            again.Headers.ETag?.ToString().Should().Be(tag, function);
            (await again.Content.ReadAsByteArrayAsync(Token)).Should().BeEmpty(function);
            (await other.Content.ReadAsByteArrayAsync(Token)).Should().NotBeEmpty(function).And.Equal(await first.Content.ReadAsByteArrayAsync(Token), function);
        }
    }

    [Fact]
    public async Task A_run_that_has_come_further_is_sent_with_another_ETag()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await ProgressAsync(id, secondsLeft: 10);
        await app.TrainingAsync(id, run => run.Stages is [.., { SecondsLeft: 10 }]);
        var tag = (await app.Http.GetAsync($"/api/training-runs/{id}", Token)).Headers.ETag!.ToString();

        var same = await IfNoneMatchAsync($"/api/training-runs/{id}", tag);
        await ProgressAsync(id, secondsLeft: 9);
        var further = await IfNoneMatchAsync($"/api/training-runs/{id}", tag);
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        await app.TrainingAsync(id);
        var ended = await IfNoneMatchAsync($"/api/training-runs/{id}", further.Headers.ETag!.ToString());

        ((int)same.StatusCode, (int)further.StatusCode, (int)ended.StatusCode).Should().Be((304, 200, 200));
        (await FunctionApp.ReadAsync<TrainingRun>(further)).Stages[^1].SecondsLeft.Should().Be(9);
        (await FunctionApp.ReadAsync<TrainingRun>(ended)).Status.Should().Be(RunStatus.Cancelled);
    }

    [Fact]
    public async Task A_restored_photograph_has_the_ETag_of_its_blob_and_is_sent_again_when_that_was_replaced()
    {
        var id = await RestoredAsync();
        var path = $"/api/restorations/{id}/photographs/0";
        var target = app.Storage.Blob((await app.RestorationAsync(id)).Photographs[0].Target!);
        var before = await app.Http.GetAsync(path, Token);

        var blob = (await target.GetPropertiesAsync(cancellationToken: Token)).Value;
        await target.UploadAsync(BinaryData.FromBytes(Photographs.Jpeg(9)), overwrite: true, Token);
        var after = await IfNoneMatchAsync(path, before.Headers.ETag!.ToString());

        before.Headers.ETag!.ToString().Should().Be(blob.ETag.ToString("H"));
        before.Content.Headers.ContentLength.Should().Be(blob.ContentLength);
        (await after.Content.ReadAsByteArrayAsync(Token)).Should().Equal(Photographs.Jpeg(9));
    }

    [Fact]
    public async Task A_call_that_changes_something_is_answered_whatever_the_caller_has()
    {
        var version = FunctionApp.NewId("model");
        await app.AddModelAsync(version);

        var promoted = await app.SendAsync(HttpMethod.Post, $"/api/models/{version}/promote", null, ("If-None-Match", "*"));

        ((int)promoted.StatusCode).Should().Be(200);
        (await FunctionApp.ReadAsync<ModelAlias>(promoted)).Version.Should().Be(version);
    }

    /// <summary>Something to see, which has ended, for each function that may answer 304.</summary>
    private async Task<Dictionary<string, string>> PathsAsync()
    {
        var (run, comparison, dataset) = (FunctionApp.NewId("run"), FunctionApp.NewId("comparison"), FunctionApp.NewId("set"));
        var photographs = await app.DatasetAsync(4);
        app.Runner.Script($"{run}.gan", async job =>
        {
            await app.Storage.Blob(Containers.Runs, $"{run}/gan/attempt-1/samples/step-000005.jpg").UploadAsync(BinaryData.FromString("a picture"), Token);
            await app.Runner.SucceedAsync(job);
            await app.Storage.Blob(Containers.Runs, $"{run}/gan/attempt-1/metrics.csv").UploadAsync(BinaryData.FromString("step,loss\n5,0.5\n"), overwrite: true, Token);
        });
        await app.StartTrainingAsync(FunctionApp.Tiny(photographs, run));
        string[] models = [await app.TrainedModelAsync(), await app.TrainedModelAsync()];
        await app.PostAsync("/api/models/compare", new StartComparison(models, photographs, Id: comparison));
        var import = (await app.ImportAsync(dataset, await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1))))).Import!.Id;
        var restoration = await RestoredAsync();
        await app.TrainingAsync(run);
        await app.PollAsync<Comparison>($"/api/comparisons/{comparison}", found => found.FinishedAt is not null);
        await app.SetChampionAsync(models[0]);
        return new()
        {
            ["ShowOpenApi"] = "/api/openapi.json",
            ["ShowPage"] = "/api/ui",
            ["ShowPageFile"] = "/api/ui/app.js",
            ["ListModels"] = "/api/models?top=1",
            ["ShowModel"] = $"/api/models/{run}",
            ["DownloadModelFile"] = $"/api/models/{run}/files/generator.safetensors",
            ["ShowAlias"] = "/api/models/aliases/champion",
            ["ListPromotions"] = "/api/models/aliases/champion/history",
            ["ShowComparison"] = $"/api/comparisons/{comparison}",
            ["ListTraining"] = $"/api/training-runs?dataset={photographs}",
            ["ShowTraining"] = $"/api/training-runs/{run}",
            ["ShowDataset"] = $"/api/training-runs/{run}/dataset",
            ["ShowMetrics"] = $"/api/training-runs/{run}/metrics",
            ["ListSamples"] = $"/api/training-runs/{run}/samples",
            ["DownloadSample"] = $"/api/training-runs/{run}/samples/gan.step-000005.jpg",
            ["ShowReport"] = $"/api/training-runs/{run}/report",
            ["ListEvents"] = $"/api/training-runs/{run}/events",
            ["ListRestorations"] = "/api/restorations?top=1",
            ["ShowRestoration"] = $"/api/restorations/{restoration}",
            ["ListPhotographOutcomes"] = $"/api/restorations/{restoration}/photographs",
            ["DownloadRestored"] = $"/api/restorations/{restoration}/photographs/0",
            ["ListDatasets"] = "/api/datasets?top=1",
            ["InspectDataset"] = $"/api/datasets/{dataset}",
            ["ShowDatasetImport"] = $"/api/datasets/{dataset}/imports/{import}",
            ["ListDatasetPhotographs"] = $"/api/datasets/{dataset}/photographs",
            ["ShowRetraining"] = "/api/retraining",
        };
    }

    private async Task<string> RestoredAsync()
    {
        var id = FunctionApp.NewId("body");
        using var content = new ByteArrayContent(Photographs.Jpeg(5)) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        await app.Http.PostAsync($"/api/restorations?name=cat.jpg&wait=0&model={FunctionApp.Model}&id={id}", content, Token);
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        return id;
    }

    private Task<HttpResponseMessage> IfNoneMatchAsync(string path, string tag) => app.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", tag));

    private Task ProgressAsync(string run, double secondsLeft) => app.Storage.Blob(Containers.Runs, RunBlobs.Progress(run, JobKind.PretrainGenerator)).WriteJsonAsync(
        new StageProgress { Stage = "pretrain-generator", Attempt = 1, Step = 1, Steps = 2, SecondsLeft = secondsLeft, UpdatedAt = app.Clock.GetUtcNow() }, Token);
}
