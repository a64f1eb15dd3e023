using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Datasets;

public class DatasetTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_dataset_says_what_it_needs_and_its_name_is_taken()
    {
        var name = FunctionApp.NewId("set");

        var dataset = await app.CreateDatasetAsync(name);
        var again = await app.PostAsync("/api/datasets", new CreateDataset(name));

        (dataset.Photographs, dataset.Import).Should().Be((0, null));
        dataset.Problem.Should().Be($"The dataset '{name}' holds no files: upload at least 4 photographs to datasets/{name}/originals/.");
        (await FunctionApp.ProblemAsync(again)).Should().Be((409, $"The dataset '{name}' exists: add to it with POST /api/datasets/{name}/imports, or choose another name."));
    }

    [Fact]
    public async Task Photographs_that_were_put_into_storage_by_other_means_are_a_dataset_too_and_can_be_added_to()
    {
        var name = await app.DatasetAsync(3);

        var before = await app.GetAsync<Dataset>($"/api/datasets/{name}");
        var import = await app.AddAsync(name, await app.PicturesAsync(("new.jpg", Photographs.Jpeg(50))));
        var after = await app.GetAsync<Dataset>($"/api/datasets/{name}");

        (before.Photographs, before.Uninspected, before.CreatedAt).Should().Be((3, 3, null));
        (import.Progress.Added, after.Photographs, after.Uninspected).Should().Be((1, 4, 3));
        after.CreatedAt.Should().NotBeNull();
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/datasets", new CreateDataset(name)))).Status.Should().Be(409);
    }

    [Fact]
    public async Task Datasets_are_listed_page_by_page_newest_first()
    {
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
            names.Add((await app.CreateDatasetAsync(FunctionApp.NewId("set"))).Name);

        var listed = new List<string>();
        var page = new Page<DatasetSummary>([], "");
        while (page.Continuation is not null)
        {
            page = await app.GetAsync<Page<DatasetSummary>>($"/api/datasets?top=2&continuation={page.Continuation}");
            page.Items.Should().HaveCountLessThanOrEqualTo(2);
            listed.AddRange(page.Items.Select(dataset => dataset.Name));
        }

        listed.Where(names.Contains).Should().Equal(names.AsEnumerable().Reverse());
        listed.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_dataset_that_has_not_changed_is_not_sent_again()
    {
        var name = FunctionApp.NewId("set");
        await app.ImportAsync(name, await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1))));
        var tag = (await app.Http.GetAsync($"/api/datasets/{name}", Token)).Headers.ETag!.ToString();

        var known = await app.SendAsync(HttpMethod.Get, $"/api/datasets/{name}", null, ("If-None-Match", tag));
        await app.PutPhotographAsync(name, "b.jpg", Photographs.Jpeg(2));
        var changed = await app.SendAsync(HttpMethod.Get, $"/api/datasets/{name}", null, ("If-None-Match", tag));

        ((int)known.StatusCode, (int)changed.StatusCode).Should().Be((304, 200));
    }

    [Fact]
    public async Task The_same_request_under_one_key_makes_one_dataset_and_one_import()
    {
        var (name, key) = (FunctionApp.NewId("set"), ("Idempotency-Key", FunctionApp.NewId("key")));
        var body = new CreateDataset(name, await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.SendAsync(HttpMethod.Post, "/api/datasets", body, key)));

        answers.Should().OnlyContain(answer => (int)answer.StatusCode == 202);
        (await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Token)))).Distinct().Should().ContainSingle();
        (await app.ImportedAsync(name)).Photographs.Should().Be(1);
    }

    [Theory]
    [InlineData(null, null, null, 400, "Say where the photographs are: \"source\" has a \"container\" and either a \"folder\" or an \"archive\".")]
    [InlineData("pictures", "a/", "b.zip", 400, "Say where the photographs are: \"source\" has a \"container\" and either a \"folder\" or an \"archive\".")]
    [InlineData("restored", "", null, 400, "The container 'restored' is no place for originals: use another one of the storage account.")]
    [InlineData("../jobs", "", null, 400, "The container '../jobs' is no place for originals: use another one of the storage account.")]
    [InlineData("pictures", "../a", null, 400, "'../a' cannot be a place in a container: separate folders with one '/', without '.', '..' and control characters.")]
    [InlineData("pictures", "nowhere", null, 404, "There are no files in pictures/nowhere/: upload some first.")]
    [InlineData("pictures", null, "nowhere.zip", 404, "There is nothing at pictures/nowhere.zip: upload it first.")]
    [InlineData("no-such-container", "a", null, 404, "There is nothing at no-such-container/a: upload it first.")]
    [InlineData("datasets", "pets/crappy", null, 400, "In the container datasets a folder must be the originals of another dataset: {name}/originals/.")]
    [InlineData("datasets", null, "pets/originals/a.zip", 400, "In the container datasets an archive must lie where POST /api/datasets/{dataset}/uploads says.")]
    public async Task A_source_that_cannot_be_read_is_refused_with_one_sentence(string? container, string? folder, string? archive, int status, string sentence)
    {
        await app.PicturesAsync();
        var name = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(name);

        var refused = await app.PostAsync($"/api/datasets/{name}/imports", new StartImport(new DatasetSource(container, folder, archive)));

        (await FunctionApp.ProblemAsync(refused)).Should().Be((status, sentence.Replace("{dataset}", name)));
    }

    [Fact]
    public async Task One_import_at_a_time_goes_into_a_dataset_and_it_can_be_cancelled()
    {
        var (name, id) = (FunctionApp.NewId("set"), FunctionApp.NewId("import"));
        var source = await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1)));
        await app.CreateDatasetAsync(name);
        // Recorded and not scheduled, as between the two; so that it is certainly under way.
        var record = app.Storage.Blob(Containers.Datasets, DatasetBlobs.Record(name));
        var found = (await record.ReadJsonAsync<DatasetRecord>(Token))!;
        await record.WriteJsonAsync(found with { Import = new DatasetImport(id, source, null, app.Clock.GetUtcNow()) }, Token);

        var cancelled = await app.PostAsync($"/api/datasets/{name}/imports/{id}/cancel");
        var second = await app.PostAsync($"/api/datasets/{name}/imports", new StartImport(source));
        var deletion = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}", null);

        ((int)cancelled.StatusCode).Should().Be(202);
        var sentence = $"The import '{id}' into this dataset is under way: wait until it has ended, or cancel it.";
        (await FunctionApp.ProblemAsync(second)).Should().Be((409, sentence));
        (await FunctionApp.ProblemAsync(deletion)).Should().Be((409, sentence));
        await app.PostAsync($"/runtime/webhooks/durabletask/orchestrators/DatasetImportOrchestrator/{id}?code=the-key", new { Dataset = name, Import = id });
        var ended = (await app.ImportedAsync(name)).Import!;
        (ended.Status, ended.Progress.Added, ended.Reason).Should().Be((RunStatus.Cancelled, 0, "The import was cancelled; what it had added stays."));
        ((int)(await app.PostAsync($"/api/datasets/{name}/imports/{id}/cancel")).StatusCode).Should().Be(202);
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_missing()
    {
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync("/api/datasets/no-such-set", Token))).Should().Be(
            (404, "There is no dataset 'no-such-set': GET /api/datasets lists them, POST /api/datasets makes one."));
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync("/api/datasets/no-such-set/photographs", Token))).Status.Should().Be(404);
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync("/api/datasets/no-such-set/imports/a", Token))).Should().Be(
            (404, "The dataset 'no-such-set' has no import 'a'."));
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/datasets", new CreateDataset("No Such Set")))).Status.Should().Be(400);
    }
}
