using System.Net.Http.Headers;
using CloudRestore.Core.Api;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Idempotency;

public class IdempotencyKeyTests(FunctionApp app)
{
    private const string Header = "Idempotency-Key";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_calls_at_once_under_one_key_make_one_run_and_get_one_answer()
    {
        var body = FunctionApp.Tiny(await app.DatasetAsync(4), null!);
        var key = FunctionApp.NewId("key");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => app.SendAsync(HttpMethod.Post, "/api/training-runs", body, (Header, key))));

        answers.Should().OnlyContain(answer => (int)answer.StatusCode == 202);
        var location = answers.Select(answer => answer.Headers.Location!.AbsolutePath).Distinct().Should().ContainSingle().Subject;
        (await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Token)))).Distinct().Should().ContainSingle();
        var run = await app.PollAsync<TrainingRun>(location, found => found.FinishedAt is not null);
        app.Runner.TakenOf(run.Id).Should().HaveCount(5);
        var late = await app.SendAsync(HttpMethod.Post, "/api/training-runs", body, (Header, key));
        (await late.Content.ReadAsStringAsync(Token)).Should().Be(await answers[0].Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_photograph_sent_twice_under_one_key_is_restored_once()
    {
        var key = FunctionApp.NewId("key");

        var first = await FunctionApp.ReadAsync<Restoration>(await SendAsync(Photographs.Jpeg(5), key));
        var second = await FunctionApp.ReadAsync<Restoration>(await SendAsync(Photographs.Jpeg(5), key));
        var other = await SendAsync(Photographs.Jpeg(6), key);

        second.Id.Should().Be(first.Id);
        (await FunctionApp.ProblemAsync(other)).Should().Be((422, "This 'Idempotency-Key' was used for another request: send each request under a key of its own."));
        await app.RestorationAsync(first.Id);
        app.Runner.TakenOf(first.Id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_call_is_refused()
    {
        var key = FunctionApp.NewId("key");
        var restoration = await FunctionApp.ReadAsync<Restoration>(await SendAsync(Photographs.Jpeg(7), key));

        var cancelling = await app.SendAsync(HttpMethod.Post, $"/api/restorations/{restoration.Id}/cancel", null, (Header, key));

        (await FunctionApp.ProblemAsync(cancelling)).Status.Should().Be(422);
        await app.RestorationAsync(restoration.Id);
    }

    [Fact]
    public async Task A_refused_request_may_be_sent_again_when_what_stood_in_its_way_is_gone()
    {
        var (key, dataset) = (FunctionApp.NewId("key"), FunctionApp.NewId("set"));
        var body = new StartTrainingRun(dataset, null, "tiny");

        var refused = await app.SendAsync(HttpMethod.Post, "/api/training-runs", body, (Header, key));
        await app.Storage.Blob("datasets", $"{dataset}/originals/a.jpg").UploadAsync(BinaryData.FromBytes(Photographs.Jpeg(1)), Token);
        var accepted = await app.SendAsync(HttpMethod.Post, "/api/training-runs", body, (Header, key));

        ((int)refused.StatusCode, (int)accepted.StatusCode).Should().Be((404, 202));
        await app.TrainingAsync((await FunctionApp.ReadAsync<TrainingRun>(accepted)).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    public async Task A_key_that_is_no_printable_text_is_refused(string key) => await ShouldBeRefusedAsync(key);

    [Fact]
    public async Task A_key_that_is_too_long_is_refused() => await ShouldBeRefusedAsync(new string('k', 256));

    private async Task ShouldBeRefusedAsync(string key) =>
        (await FunctionApp.ProblemAsync(await app.SendAsync(HttpMethod.Post, "/api/training-runs", new StartTrainingRun(), (Header, key))))
            .Should().Be((400, "'Idempotency-Key' must be one text of 1 to 255 printable ASCII characters."));

    private async Task<HttpResponseMessage> SendAsync(byte[] photograph, string key)
    {
        using var content = new ByteArrayContent(photograph) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/restorations?name=cat.jpg&wait=0&model={FunctionApp.Model}") { Content = content };
        request.Headers.Add(Header, key);
        return await app.Http.SendAsync(request, Token);
    }
}
