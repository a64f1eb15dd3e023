using CloudRestore.Core.Api;
using CloudRestore.Core.Models;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Models;

[Collection(ChampionTests.Name)]
public class ChampionChangesTests(FunctionApp app)
{
    private const string Promotions = "/api/models/aliases/champion/history";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_promotions_at_once_stand_in_the_history_once_each_and_each_names_the_one_before()
    {
        var versions = await ModelsAsync(50);
        await app.SetChampionAsync("the-first");

        var answers = await Task.WhenAll(versions.Select(version => app.PostAsync($"/api/models/{version}/promote")));

        answers.Should().OnlyContain(answer => answer.IsSuccessStatusCode);
        ShouldBeOneChain((await app.GetAsync<Page<Promotion>>($"{Promotions}?top=200")).Items.Reverse(), versions);
    }

    [Fact]
    public async Task Promotions_of_several_processes_do_not_overwrite_each_other()
    {
        var versions = await ModelsAsync(20);
        await app.SetChampionAsync("the-first");

        await Task.WhenAll(versions.Select(async version =>
        {
            using var store = new ModelRegistryStore(app.Storage, app.Clock);
            await new ChampionChanges(store, app.Clock).PromoteAsync(version, null, IfMatch.Anything, version, Token);
        }));

        ShouldBeOneChain((await app.GetAsync<Page<Promotion>>($"{Promotions}?top=200")).Items.Reverse(), versions);
    }

    [Fact]
    public async Task Rollbacks_go_back_through_the_champions_until_there_is_none_before()
    {
        var versions = await ModelsAsync(3);
        await app.SetChampionAsync(null);
        foreach (var version in versions)
            await FunctionApp.ReadAsync<ModelAlias>(await app.PostAsync($"/api/models/{version}/promote", new ChangeChampion("Looks better.")));

        var first = await RollBackAsync();
        var second = await RollBackAsync();
        var third = await app.PostAsync("/api/models/rollback");

        first.Version.Should().Be(versions[1]);
        second.Change.Should().Match<Promotion>(change =>
            change.Model == versions[0] && change.Previous == versions[1] && change.Rollback && change.Reason == $"Rolled back from {versions[1]}.");
        (await FunctionApp.ProblemAsync(third)).Should().Be((409, "There is no champion before this one: promote another model with POST /api/models/{version}/promote."));
        (await app.GetAsync<Page<Promotion>>(Promotions)).Items.Select(change => change.Rollback).Should().Equal(true, true, false, false, false);
        (await app.GetAsync<ModelAlias>("/api/models/aliases/champion")).Version.Should().Be(versions[0]);
    }

    [Fact]
    public async Task A_rollback_to_a_model_that_was_deleted_is_refused()
    {
        var versions = await ModelsAsync(1);
        await app.Storage.Blob("models", "registry.json").UploadAsync(BinaryData.FromString("""{"champion": "a-deleted-one"}"""), overwrite: true, Token);
        await app.PostAsync($"/api/models/{versions[0]}/promote");

        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/models/rollback"))).Should()
            .Be((409, "The champion before, 'a-deleted-one', was deleted: promote another model with POST /api/models/{version}/promote."));
    }

    [Fact]
    public async Task Who_read_an_older_state_of_the_registry_changes_nothing()
    {
        var versions = await ModelsAsync(2);
        await app.SetChampionAsync("the-first");
        var read = await app.Http.GetAsync("/api/models/aliases/champion", Token);
        var etag = read.Headers.ETag!.ToString();

        var known = await app.SendAsync(HttpMethod.Get, "/api/models/aliases/champion", null, ("If-None-Match", etag));
        var changed = await app.SendAsync(HttpMethod.Put, "/api/models/aliases/champion", new SetAlias(versions[0]), ("If-Match", etag));
        var late = await app.SendAsync(HttpMethod.Post, $"/api/models/{versions[1]}/promote", null, ("If-Match", etag));
        var current = await app.SendAsync(HttpMethod.Post, $"/api/models/{versions[1]}/promote", null, ("If-Match", changed.Headers.ETag!.ToString()));

        ((int)known.StatusCode, (int)changed.StatusCode, (int)current.StatusCode).Should().Be((304, 200, 200));
        (await known.Content.ReadAsByteArrayAsync(Token)).Should().BeEmpty();
        (await FunctionApp.ProblemAsync(late)).Should().Be((412, "Since you read the registry of models, it has changed: read it again and decide anew."));
    }

    [Fact]
    public async Task The_candidate_is_named_without_touching_the_champion()
    {
        var versions = await ModelsAsync(1);
        await app.SetChampionAsync("the-first");

        var candidate = await FunctionApp.ReadAsync<ModelAlias>(await app.SendAsync(HttpMethod.Put, "/api/models/aliases/candidate", new SetAlias(versions[0])));

        candidate.Should().Be(new ModelAlias("candidate", versions[0]));
        (await app.GetAsync<ModelPage>("/api/models")).Champion.Should().Be("the-first");
    }

    [Theory]
    [InlineData("POST", "/api/models/nobody/promote", null, 404, "There is no model 'nobody': GET /api/models names those that can be used.")]
    [InlineData("POST", "/api/models/..%2Fx/promote", null, 404, "There is no model '..%2Fx': GET /api/models names those that can be used.")]
    [InlineData("PUT", "/api/models/aliases/champion", "{}", 400, "Say which model the alias is to name: \"version\" is a model's version.")]
    [InlineData("PUT", "/api/models/aliases/third", """{"version": "model-1"}""", 404, "There is no alias 'third': use champion or candidate.")]
    [InlineData("GET", "/api/models/aliases/third", null, 404, "There is no alias 'third': use champion or candidate.")]
    public async Task A_change_that_cannot_be_made_is_refused_with_one_sentence(string method, string path, string? body, int status, string sentence)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        (await FunctionApp.ProblemAsync(await app.Http.SendAsync(request, Token))).Should().Be((status, sentence));
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused() =>
        (await FunctionApp.ProblemAsync(await app.PostAsync($"/api/models/{FunctionApp.Model}/promote", new ChangeChampion(new string('x', 501)))))
            .Should().Be((400, "The reason has 501 characters; 500 are allowed."));

    [Fact]
    public async Task A_condition_that_is_no_ETag_is_refused() =>
        (await FunctionApp.ProblemAsync(await app.SendAsync(HttpMethod.Post, $"/api/models/{FunctionApp.Model}/promote", null, ("If-Match", "the newest"))))
            .Should().Be((400, "'If-Match' must be an ETag in quotes as an answer gave it, or *."));

    private static void ShouldBeOneChain(IEnumerable<Promotion> oldestFirst, IEnumerable<string> versions)
    {
        var history = oldestFirst.ToList();
        history.Select(change => change.Model).Should().BeEquivalentTo(versions);
        history.Select(change => change.Previous).Should().Equal(history.Select(change => change.Model).Prepend("the-first").SkipLast(1));
    }

    private async Task<ModelAlias> RollBackAsync() => await FunctionApp.ReadAsync<ModelAlias>(await app.PostAsync("/api/models/rollback"));

    private async Task<List<string>> ModelsAsync(int count)
    {
        var versions = Enumerable.Range(0, count).Select(_ => FunctionApp.NewId("model")).ToList();
        await Task.WhenAll(versions.Select(version => app.AddModelAsync(version)));
        return versions;
    }
}
