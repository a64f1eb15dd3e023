using CloudRestore.Core.Api;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Datasets;

public class DatasetPhotographTests(FunctionApp app)
{
    [Fact]
    public async Task A_photograph_is_put_replaced_and_deleted_as_its_ETag_allows()
    {
        var name = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(name);

        var created = await app.PutPhotographAsync(name, "1968/%C3%84pfel%20%231.jpg", Photographs.Jpeg(1));
        var same = await app.PutPhotographAsync(name, "1968/%C3%84pfel%20%231.jpg", Photographs.Jpeg(1));
        var first = created.Headers.ETag!.ToString();
        var replaced = await app.PutPhotographAsync(name, "1968/%C3%84pfel%20%231.jpg", Photographs.Jpeg(2), first);
        var stale = await app.PutPhotographAsync(name, "1968/%C3%84pfel%20%231.jpg", Photographs.Jpeg(3), first);
        var staleDeletion = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}/photographs/1968/%C3%84pfel%20%231.jpg", null, ("If-Match", first));

        ((int)created.StatusCode, (int)same.StatusCode, (int)replaced.StatusCode).Should().Be((201, 200, 200));
        same.Headers.ETag!.ToString().Should().Be(first);
        (await FunctionApp.ReadAsync<StoredPhotograph>(replaced)).Should().Match<StoredPhotograph>(
            photograph => photograph.Name == "1968/Äpfel #1.jpg" && photograph.Width == 60 && photograph.Height == 48 && $"\"{photograph.ETag}\"" == replaced.Headers.ETag!.ToString());
        foreach (var refused in new[] { stale, staleDeletion })
            (await FunctionApp.ProblemAsync(refused)).Should().Be((412, "Since you read this photograph, it has changed: read it again and decide anew."));
        var deleted = await app.SendAsync(HttpMethod.Delete, $"/api/datasets/{name}/photographs/1968/%C3%84pfel%20%231.jpg", null, ("If-Match", replaced.Headers.ETag!.ToString()));
        ((int)deleted.StatusCode).Should().Be(204);
        (await app.GetAsync<Dataset>($"/api/datasets/{name}")).Photographs.Should().Be(0);
    }

    [Fact]
    public async Task What_cannot_be_trained_on_is_refused()
    {
        var name = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(name);
        await app.PutPhotographAsync(name, "a.jpg", Photographs.Jpeg(1));

        (await ProblemAsync("b.jpg", Photographs.Jpeg(1))).Should().Be((409, "The dataset holds this photograph as \"a.jpg\", and each content once."));
        (await ProblemAsync("b.jpg", "text"u8.ToArray())).Should().Be((400, "\"b.jpg\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file."));
        (await ProblemAsync("b.jpg", Photographs.Jpeg(2, 31, 400))).Should().Be((400, "\"b.jpg\" is 31 x 400 pixels, too small to restore: give one of at least 32 x 32 pixels."));
        (await ProblemAsync("b%5Cc.jpg", Photographs.Jpeg(2))).Should().Be((400, "'b\\c.jpg' cannot name a photograph: it contains a backslash; separate folders with '/'."));
        (await FunctionApp.ProblemAsync(await app.PutPhotographAsync("no-such-set", "a.jpg", Photographs.Jpeg(1)))).Status.Should().Be(404);

        async Task<(int Status, string Sentence)> ProblemAsync(string photograph, byte[] content) =>
            await FunctionApp.ProblemAsync(await app.PutPhotographAsync(name, photograph, content));
    }

    [Fact]
    public async Task Photographs_are_listed_page_by_page_and_by_split()
    {
        var name = FunctionApp.NewId("set");
        await app.ImportAsync(name, await app.PicturesAsync([.. Enumerable.Range(0, 7).Select(i => ($"p{i}.jpg", Photographs.Jpeg(i)))]));

        var listed = new List<StoredPhotograph>();
        var page = new Page<StoredPhotograph>([], "");
        while (page.Continuation is not null)
        {
            page = await app.GetAsync<Page<StoredPhotograph>>($"/api/datasets/{name}/photographs?top=3&continuation={page.Continuation}");
            listed.AddRange(page.Items);
        }

        listed.Select(photograph => photograph.Name).Should().BeEquivalentTo(Enumerable.Range(0, 7).Select(i => $"p{i}.jpg"));
        var heldOut = await app.GetAsync<Page<StoredPhotograph>>($"/api/datasets/{name}/photographs?split=held-out");
        heldOut.Items.Select(photograph => photograph.Name).Should().BeEquivalentTo(listed.Where(photograph => photograph.Split == "held-out").Select(photograph => photograph.Name)).And.HaveCount(2);
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/datasets/{name}/photographs?split=test", TestContext.Current.CancellationToken)))
            .Should().Be((400, "'split' must be train, held-out or spare."));
    }
}
