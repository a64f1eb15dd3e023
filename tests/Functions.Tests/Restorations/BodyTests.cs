using System.Net.Http.Headers;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Restorations;

public class BodyTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photograph_in_the_body_is_restored_and_the_same_call_twice_is_one_restoration()
    {
        var id = FunctionApp.NewId("body");
        var path = Path($"Ferien 2024/Mäh & Muh.jpg", $"wait=0&size=128&id={id}");

        var first = await app.Http.PostAsync(path, Image(Photographs.Jpeg(3)), Token);
        var second = await app.Http.PostAsync(path, Image(Photographs.Jpeg(3)), Token);
        var other = await app.Http.PostAsync(path, Image(Photographs.Jpeg(4)), Token);

        ((int)first.StatusCode, (int)second.StatusCode).Should().Be((202, 200));
        (await FunctionApp.ProblemAsync(other)).Should().Be((409, $"The restoration '{id}' exists with another photograph of this name: choose another id."));
        var restoration = await app.RestorationAsync(id);
        (restoration.Status, restoration.Size, restoration.Model).Should().Be((RunStatus.Succeeded, new OutputSize(128), FunctionApp.Model));
        restoration.Photographs[0].Target!.ToString().Should().Be($"{Containers.Restored}/requests/{id}/Ferien 2024/Mäh & Muh.jpg");
        (await app.Http.GetByteArrayAsync($"/api/restorations/{id}/photographs/0", Token)).Should().Equal(Photographs.Jpeg(3));
        app.Runner.TakenOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_photograph_that_is_not_restored_yet_says_so()
    {
        var id = FunctionApp.NewId("body");
        app.Runner.Script($"{id}.", app.Runner.WorkUntilCancelledAsync);
        await app.Http.PostAsync(Path("cat.jpg", $"wait=0&id={id}"), Image(Photographs.Jpeg(3)), Token);

        var answer = await app.Http.GetAsync($"/api/restorations/{id}/photographs/0", Token);

        (await FunctionApp.ProblemAsync(answer)).Should().Be((409, "This photograph is not restored yet; ask again later."));
        await app.PostAsync($"/api/restorations/{id}/cancel");
    }

    [Theory]
    [InlineData("../cat.jpg", "'../cat.jpg' cannot name a photograph: it contains the folder '..', which could lead outside.")]
    [InlineData("a//b.jpg", "'a//b.jpg' cannot name a photograph: it begins or ends with '/' or has two in a row.")]
    [InlineData("", "Say what the photograph is called: add ?name=cat.jpg, or send JSON to restore photographs of the container uploads.")]
    public async Task A_name_that_cannot_be_used_is_refused(string name, string sentence) =>
        (await ProblemOf(Path(name, ""), Photographs.Jpeg(1))).Should().Be((400, sentence));

    [Fact]
    public async Task A_body_that_is_no_photograph_is_refused_with_what_is_wrong_with_it()
    {
        (await ProblemOf(Path("a.jpg", ""), "text"u8.ToArray())).Sentence.Should().StartWith("\"a.jpg\" is not a photograph, whatever its name says");
        (await ProblemOf(Path("a.jpg", ""), [])).Sentence.Should().StartWith("\"a.jpg\" is empty");
        (await ProblemOf(Path("a.jpg", ""), Photographs.Jpeg(1, 1, 1))).Sentence.Should().StartWith("\"a.jpg\" is 1 x 1 pixels, too small");
        (await ProblemOf(Path("a.jpg", ""), Photographs.PngHeader(1, 500_000_000))).Sentence.Should().StartWith("\"a.jpg\" is 1 x 500000000 pixels");
    }

    [Fact]
    public async Task A_body_larger_than_a_server_takes_by_itself_is_read_all_the_same() =>
        (await ProblemOf(Path("a.jpg", ""), new byte[30_000_001])).Sentence.Should().StartWith("\"a.jpg\" is not a photograph, whatever its name says");

    [Theory]
    [InlineData("size=12", 400, "The size 12 is out of range: the shorter side must have 16 to 10000 pixels.")]
    [InlineData("size=64&scale=2", 400, "Give either a size or a scale, not both.")]
    [InlineData("wait=soon", 400, "'wait' must be a whole number of seconds from 0 to 120.")]
    [InlineData("wait=121", 400, "'wait' must be a whole number of seconds from 0 to 120.")]
    [InlineData("scale=two", 400, "The scale 'two' is not a number such as 2 or 1.5.")]
    [InlineData("id=Not%20an%20id", 400, "'Not an id' cannot be an id: use 1 to 50 lower-case letters, digits and '-', with a letter or digit at both ends.")]
    [InlineData("webhook=http%3A%2F%2Freceiver.test%2F", 400, "The webhook's \"url\" must begin with https://.")]
    [InlineData("webhook=https%3A%2F%2Finside.test%2F", 400, "The webhook's host 'inside.test' cannot be called: it has no address, or one that is not public.")]
    [InlineData("webhook=", 400, "The webhook's \"url\" must be an address such as https://example.com/hook, of at most 2000 characters.")]
    [InlineData("model=nobody", 404, "There is no model 'nobody': GET /api/models names those that can be used.")]
    public async Task A_query_that_cannot_be_used_is_refused(string query, int status, string sentence) =>
        (await ProblemOf($"/api/restorations?name=a.jpg&{query}", Photographs.Jpeg(1))).Should().Be((status, sentence));

    private static string Path(string name, string query) => $"/api/restorations?name={Uri.EscapeDataString(name)}&model={FunctionApp.Model}&{query}";

    private static ByteArrayContent Image(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

    private async Task<(int Status, string Sentence)> ProblemOf(string path, byte[] body) =>
        await FunctionApp.ProblemAsync(await app.Http.PostAsync(path, Image(body), Token));
}
