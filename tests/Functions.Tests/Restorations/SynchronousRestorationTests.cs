using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Restorations;

public class SynchronousRestorationTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_waits_is_answered_with_the_restored_photograph_and_headers_that_say_what_made_it()
    {
        var id = FunctionApp.NewId("body");

        var answer = await PostAsync($"wait=60&id={id}");

        ((int)answer.StatusCode).Should().Be(200);
        (await answer.Content.ReadAsByteArrayAsync(Token)).Should().Equal(Photographs.Jpeg(5));
        (Header(answer, RestorationEndpoints.RestorationHeader), Header(answer, RestorationEndpoints.ModelHeader)).Should().Be((id, FunctionApp.Model));
        answer.Headers.Location!.AbsolutePath.Should().Be($"/api/restorations/{id}");
        (await app.GetAsync<Restoration>($"/api/restorations/{id}")).Status.Should().Be(RunStatus.Succeeded);
    }

    [Fact]
    public async Task A_request_sent_again_under_its_key_is_answered_with_the_same_photograph_and_restores_it_once()
    {
        var key = FunctionApp.NewId("key");

        var first = await PostAsync("wait=60", ("Idempotency-Key", key));
        var second = await PostAsync("wait=60", ("Idempotency-Key", key));

        var id = Header(first, RestorationEndpoints.RestorationHeader);
        Header(second, RestorationEndpoints.RestorationHeader).Should().Be(id);
        (await second.Content.ReadAsByteArrayAsync(Token)).Should().Equal(Photographs.Jpeg(5));
        app.Runner.TakenOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_photograph_that_takes_longer_than_the_wait_is_answered_with_its_restoration()
    {
        var id = FunctionApp.NewId("body");
        app.Runner.Script($"{id}.", app.Runner.WorkUntilCancelledAsync);

        var answer = await PostAsync($"wait=1&id={id}");

        ((int)answer.StatusCode).Should().Be(202);
        (await FunctionApp.ReadAsync<Restoration>(answer)).Status.Should().BeOneOf(RunStatus.Pending, RunStatus.Running);
        await app.PostAsync($"/api/restorations/{id}/cancel");
    }

    [Theory]
    [InlineData("wait=0", "return=minimal")]
    [InlineData("scale=1", "return=minimal, respond-async")]
    public async Task A_caller_who_does_not_want_to_wait_is_answered_with_the_restoration(string query, string prefer)
    {
        var answer = await PostAsync(query, ("Prefer", prefer));

        ((int)answer.StatusCode).Should().Be(202);
        (await FunctionApp.ReadAsync<Restoration>(answer)).Total.Should().Be(1);
    }

    [Fact]
    public async Task A_photograph_that_cannot_be_restored_is_refused_with_the_runners_reason()
    {
        var id = FunctionApp.NewId("body");
        app.Runner.Script($"{id}.", job => app.Runner.FailAsync(job, "\"cat.jpg\" is cut short."));

        (await FunctionApp.ProblemAsync(await PostAsync($"wait=60&id={id}"))).Should().Be((422, "\"cat.jpg\" is cut short."));
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private async Task<HttpResponseMessage> PostAsync(string query, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/restorations?name=cat.jpg&model={FunctionApp.Model}&{query}")
        {
            Content = new ByteArrayContent(Photographs.Jpeg(5)) { Headers = { ContentType = new("image/jpeg") } },
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await app.Http.SendAsync(request, Token);
    }
}
