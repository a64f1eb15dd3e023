using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Idempotency;

/// <summary>Of calls at once under one key one acts, whatever the call does; those that start training runs and resume them have tests beside their others.</summary>
[Collection(ChampionTests.Name)]
public class ParallelCallsTests(FunctionApp app)
{
    private const string History = "/api/models/aliases/champion/history";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a retraining", 20)]
    [InlineData("a promotion", 20)]
    [InlineData("a rollback", 100)]
    [InlineData("a restoration", 100)]
    [InlineData("an import", 20)]
    [InlineData("a comparison", 20)]
    public async Task Calls_at_once_under_one_key_act_once_and_get_one_answer(string of, int calls)
    {
        var call = await PreparedAsync(of);
        var key = (IdempotentPosts.Header, FunctionApp.NewId("key"));

        var answers = await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => app.SendAsync(HttpMethod.Post, call.Path, call.Body, key)));

        var texts = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Token)));
        answers.Should().OnlyContain(answer => answer.IsSuccessStatusCode, texts.FirstOrDefault(text => text.Contains("\"detail\"", StringComparison.Ordinal)) ?? "");
        texts.Distinct().Should().ContainSingle();
        answers.Select(answer => (answer.StatusCode, answer.Headers.Location, answer.Headers.ETag)).Distinct().Should().ContainSingle();
        (await call.ActsAsync(answers[0])).Should().Be(1);
    }

    private Task<Call> PreparedAsync(string of) => of switch
    {
        "a retraining" => RetrainingAsync(),
        "a promotion" => PromotionAsync(),
        "a rollback" => RollbackAsync(),
        "a restoration" => RestorationAsync(),
        "an import" => ImportAsync(),
        _ => ComparisonAsync(),
    };

    private async Task<Call> RetrainingAsync()
    {
        await app.ResetRetrainingAsync();
        app.Runner.Script("retrain-", job => app.Runner.SucceedAsync(job));
        return new("/api/retraining", null, async _ =>
        {
            var last = (await app.PollAsync<RetrainingStatus>("/api/retraining", status => status.Last is not null)).Last!;
            await app.RetrainingSettledAsync();
            (await app.TrainingAsync(last.Run!)).Status.Should().Be(RunStatus.Succeeded);
            app.Runner.TakenOf(last.Run!).Should().HaveCount(5);
            return (await NamesAsync(Containers.Jobs, "retraining.schedule/")).Count(name => name != RetrainingBlobs.State);
        });
    }

    private async Task<Call> PromotionAsync()
    {
        await app.SetChampionAsync("the-first");
        var version = FunctionApp.NewId("model");
        await app.AddModelAsync(version);
        return new($"/api/models/{version}/promote", new ChangeChampion("Better."), async _ =>
            (await app.GetAsync<Page<Promotion>>(History)).Items.Count(change => change.Model == version && change.Reason == "Better."));
    }

    private async Task<Call> RollbackAsync()
    {
        await app.SetChampionAsync("the-first");
        foreach (var version in new[] { FunctionApp.NewId("model"), FunctionApp.NewId("model"), FunctionApp.NewId("model") })
        {
            await app.AddModelAsync(version);
            await app.PostAsync($"/api/models/{version}/promote");
        }

        return new("/api/models/rollback", null, async _ => (await app.GetAsync<Page<Promotion>>(History)).Items.Count(change => change.Rollback));
    }

    private Task<Call> RestorationAsync()
    {
        var name = FunctionApp.NewId("photograph");
        return Task.FromResult(new Call($"/api/restorations?name={name}.jpg&wait=0&model={FunctionApp.Model}", Photographs.Jpeg(8), async answer =>
        {
            var restoration = await app.PollAsync<Restoration>(answer.Headers.Location!.AbsolutePath, found => found.FinishedAt is not null);
            restoration.Status.Should().Be(RunStatus.Succeeded);
            app.Runner.TakenOf(restoration.Id).Should().ContainSingle();
            return (await NamesAsync(Containers.Jobs, "restoration-")).Count(path => path.EndsWith($"/{name}.jpg", StringComparison.Ordinal));
        }));
    }

    private async Task<Call> ImportAsync()
    {
        var dataset = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(dataset);
        var source = await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1)), ("b.jpg", Photographs.Jpeg(2)));
        return new($"/api/datasets/{dataset}/imports", new StartImport(source), async answer =>
        {
            var import = await app.PollAsync<ImportState>(answer.Headers.Location!.AbsolutePath, found => found.FinishedAt is not null);
            (import.Progress.Added, import.Duplicates.Count).Should().Be((2, 0));
            return (await NamesAsync(Containers.Datasets, $"{dataset}/imports/")).Select(name => name.Split('/')[2]).Distinct().Count();
        });
    }

    private async Task<Call> ComparisonAsync()
    {
        string[] models = [await app.TrainedModelAsync(), await app.TrainedModelAsync()];
        return new("/api/models/compare", new StartComparison(models, await app.DatasetAsync(4)), async answer =>
        {
            var comparison = await app.PollAsync<Comparison>(answer.Headers.Location!.AbsolutePath, found => found.FinishedAt is not null);
            comparison.Status.Should().Be(RunStatus.Succeeded);
            app.Runner.TakenOf(comparison.Id).Should().HaveCount(2);
            var requests = (await NamesAsync(Containers.Jobs, ComparisonBlobs.Folder)).Where(name => name.EndsWith("/request.json", StringComparison.Ordinal));
            var compared = await Task.WhenAll(requests.Select(name => app.Storage.Blob(Containers.Jobs, name).ReadJsonAsync<ComparisonRequest>(Token)));
            return compared.Count(request => request!.Models[0] == models[0]);
        });
    }

    private async Task<List<string>> NamesAsync(string container, string folder)
    {
        var names = new List<string>();
        await foreach (var blob in app.Storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, Token))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>A call, and how often it has acted, given one of its answers.</summary>
    private sealed record Call(string Path, object? Body, Func<HttpResponseMessage, Task<int>> ActsAsync);
}
