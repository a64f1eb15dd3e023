using System.Net.Http.Headers;
using System.Text;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Models;

[Collection(ChampionTests.Name)]
public class ModelCatalogTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trained_model_tells_where_it_comes_from_and_how_well_it_does()
    {
        await app.SetChampionAsync(null);
        var (id, dataset) = (FunctionApp.NewId("run"), await app.DatasetAsync(4));
        await app.StartTrainingAsync(new StartTrainingRun(dataset, id, "tiny", Promotion: PromotionPolicy.Always, Parent: FunctionApp.Model));
        await app.TrainingAsync(id);

        var details = await app.GetAsync<ModelDetails>($"/api/models/{id}");

        details.Model.Should().BeEquivalentTo(
            new { Version = id, Run = id, Parent = FunctionApp.Model, Dataset = dataset, Recipe = "lesson7", Preset = "tiny", Name = "tiny", License = "MIT" });
        details.Model.Scores["psnrRestored"].Should().Be(26);
        details.Model.Aliases.Should().Equal("champion", "candidate");
        details.Model.Reigns.Should().ContainSingle().Which.Until.Should().BeNull();
        details.Card!.Value.GetProperty("format").GetInt32().Should().Be(1);
        details.Files.Select(file => file.Name).Should().Equal("generator.safetensors", "manifest.json");
        details.Model.Bytes.Should().Be(details.Files.Sum(file => file.Bytes));
        (await app.GetAsync<ModelPage>("/api/models?top=1")).Items.Should().ContainSingle().Which.Should().BeEquivalentTo(details.Model);
    }

    [Fact]
    public async Task Models_are_listed_newest_first_and_each_on_one_page()
    {
        var versions = new[] { FunctionApp.NewId("model"), FunctionApp.NewId("model"), FunctionApp.NewId("model") };
        foreach (var version in versions)
            await app.AddModelAsync(version);

        var listed = new List<RegisteredModel>();
        string? continuation = null;
        do
        {
            var page = await app.GetAsync<ModelPage>($"/api/models?top=2&continuation={continuation}");
            page.Items.Count.Should().BeInRange(1, 2);
            listed.AddRange(page.Items);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        listed.Select(model => model.Version).Should().OnlyHaveUniqueItems().And.Contain(versions).And.Contain(FunctionApp.Model);
        listed.Should().BeInDescendingOrder(model => model.CreatedAt);
    }

    [Fact]
    public async Task A_list_that_the_caller_has_is_not_sent_again_until_it_changes()
    {
        var etag = (await app.Http.GetAsync("/api/models", Token)).Headers.ETag!.ToString();
        var known = await app.SendAsync(HttpMethod.Get, "/api/models", null, ("If-None-Match", etag));
        await app.AddModelAsync(FunctionApp.NewId("model"));
        var changed = await app.SendAsync(HttpMethod.Get, "/api/models", null, ("If-None-Match", etag));

        ((int)known.StatusCode, (int)changed.StatusCode).Should().Be((304, 200));
    }

    [Fact]
    public async Task A_card_that_cannot_be_read_hides_neither_the_model_nor_the_others()
    {
        var version = FunctionApp.NewId("model");
        await app.Storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).UploadAsync(BinaryData.FromString("{"), Token);

        var details = await app.GetAsync<ModelDetails>($"/api/models/{version}");

        details.Card.Should().BeNull();
        details.Model.Problem.Should().StartWith("The card of the model cannot be read: ");
    }

    [Fact]
    public async Task A_model_without_its_manifest_is_not_there()
    {
        var version = FunctionApp.NewId("model");
        await app.Storage.Blob(Containers.Models, ModelBlobs.Folder(version) + "generator.safetensors").UploadAsync(BinaryData.FromString("weights"), Token);

        (await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/models/{version}", Token)))
            .Should().Be((404, $"There is no model '{version}': GET /api/models names those that can be used."));
    }

    [Fact]
    public async Task A_file_is_sent_whole_or_in_parts_and_not_again_to_who_has_it()
    {
        var version = FunctionApp.NewId("model");
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000)));
        await app.AddModelAsync(version, files: new Dictionary<string, byte[]> { ["generator.safetensors"] = bytes });
        var path = $"/api/models/{version}/files/generator.safetensors";

        var whole = await app.Http.GetAsync(path, Token);
        var part = await app.SendAsync(HttpMethod.Get, path, null, ("Range", "bytes=100-299"));
        var known = await app.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", whole.Headers.ETag!.ToString()));
        var end = await app.SendAsync(HttpMethod.Get, path, null, ("Range", "bytes=-10"));
        var beyond = await app.SendAsync(HttpMethod.Get, path, null, ("Range", $"bytes={bytes.Length}-"));

        (await whole.Content.ReadAsByteArrayAsync(Token)).Should().Equal(bytes);
        whole.Content.Headers.ContentDisposition!.FileName.Should().Be("generator.safetensors");
        part.Content.Headers.ContentRange.Should().Be(new ContentRangeHeaderValue(100, 299, bytes.Length));
        (await part.Content.ReadAsByteArrayAsync(Token)).Should().Equal(bytes[100..300]);
        ((int)whole.StatusCode, (int)part.StatusCode, (int)known.StatusCode).Should().Be((200, 206, 304));
        (await end.Content.ReadAsByteArrayAsync(Token)).Should().Equal(bytes[^10..]);
        beyond.Content.Headers.ContentRange.Should().Be(new ContentRangeHeaderValue(bytes.Length));
        (await FunctionApp.ProblemAsync(beyond)).Should().Be(
            (416, $"'generator.safetensors' has {bytes.Length} bytes, and 'Range' asks for none of them: leave it out, or ask for bytes of the file."));
    }

    [Theory]
    [InlineData("nobody/files/manifest.json", "There is no model 'nobody': GET /api/models names those that can be used.")]
    [InlineData("model-1/files/other.bin", "The model 'model-1' has no file 'other.bin': GET /api/models/model-1 names its files.")]
    [InlineData("model-1/files/..%2F..%2Fregistry.json", "The model 'model-1' has no file '..%2F..%2Fregistry.json': GET /api/models/model-1 names its files.")]
    [InlineData("Model-1", "There is no model 'Model-1': GET /api/models names those that can be used.")]
    public async Task What_is_not_there_is_said_in_one_sentence(string path, string sentence) =>
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/models/{path}", Token))).Should().Be((404, sentence));
}
