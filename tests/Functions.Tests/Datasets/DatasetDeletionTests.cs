using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Datasets;

public class DatasetDeletionTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_dataset_leaves_nothing_and_its_name_can_be_used_again()
    {
        var name = FunctionApp.NewId("set");
        await app.ImportAsync(name, await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1))));

        var deleted = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null);

        ((int)deleted.StatusCode).Should().Be(204);
        ((int)(await app.Http.GetAsync($"/api/datasets/{name}", Token)).StatusCode).Should().Be(404);
        (await BlobsAsync(name)).Should().BeEmpty();
        (await app.ImportAsync(name, await app.PicturesAsync(("b.jpg", Photographs.Jpeg(2))))).Photographs.Should().Be(1);
    }

    [Fact]
    public async Task Nothing_of_a_dataset_is_deleted_or_replaced_while_a_run_that_is_not_over_uses_it()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        var name = await app.DatasetAsync(4);
        await app.StartTrainingAsync(FunctionApp.Tiny(name, id));

        var deletion = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null);
        var photograph = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}/photographs/photo%200.jpg", null);
        var replacement = await app.PutPhotographAsync(name, "photo%200.jpg", Photographs.Jpeg(77));
        var addition = await app.PutPhotographAsync(name, "new.jpg", Photographs.Jpeg(78));

        var sentence = $"The training run '{id}' uses this dataset: wait until it has ended, or cancel it.";
        foreach (var refused in new[] { deletion, photograph, replacement })
            (await FunctionApp.ProblemAsync(refused)).Should().Be((409, sentence));
        ((int)addition.StatusCode).Should().Be(201);
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        await app.TrainingAsync(id);
        ((int)(await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null)).StatusCode).Should().Be(204);
        (await BlobsAsync(name)).Should().BeEmpty();
    }

    [Fact]
    public async Task Neither_while_models_are_compared_on_it()
    {
        var id = FunctionApp.NewId("comparison");
        app.Runner.Script($"{id}.model-1.evaluate", app.Runner.WorkUntilCancelledAsync);
        var name = await app.DatasetAsync(4);
        var body = new StartComparison([await app.TrainedModelAsync(), await app.TrainedModelAsync()], name) { Id = id };
        (await app.PostAsync("/api/models/compare", body)).IsSuccessStatusCode.Should().BeTrue();

        var refused = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null);

        (await FunctionApp.ProblemAsync(refused)).Should().Be((409, $"The comparison '{id}' uses this dataset: wait until it has ended, or cancel it."));
        await app.PostAsync($"/api/comparisons/{id}/cancel");
        await app.PollAsync<Comparison>($"/api/comparisons/{id}", found => found.FinishedAt is not null);
        ((int)(await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null)).StatusCode).Should().Be(204);
    }

    [Fact]
    public async Task A_dataset_that_has_changed_since_the_caller_read_it_is_not_deleted()
    {
        var name = FunctionApp.NewId("set");
        await app.ImportAsync(name, await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1))));
        var read = (await app.Http.GetAsync($"/api/datasets/{name}", Token)).Headers.ETag!.ToString();
        await app.PutPhotographAsync(name, "b.jpg", Photographs.Jpeg(2));

        var refused = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null, ("If-Match", read));
        var now = (await app.Http.GetAsync($"/api/datasets/{name}", Token)).Headers.ETag!.ToString();
        var deleted = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null, ("If-Match", now));

        (await FunctionApp.ProblemAsync(refused)).Should().Be((412, "Since you read this dataset, it has changed: read it again and decide anew."));
        ((int)deleted.StatusCode).Should().Be(204);
    }

    private async Task<List<string>> BlobsAsync(string dataset)
    {
        var names = new List<string>();
        await foreach (var blob in app.Storage.Container(Containers.Datasets).GetBlobsAsync(BlobTraits.None, BlobStates.None, DatasetBlobs.Folder(dataset), Token))
            names.Add(blob.Name);
        return names;
    }
}
