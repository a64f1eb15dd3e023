using System.Net;
using System.Text;
using static CloudRestore.Emulator.Tests.Triggers.Durable.Management.ManagedApp;

namespace CloudRestore.Emulator.Tests.Triggers.Durable.Management;

/// <summary>Starting and steering over HTTP, as HttpApiHandler of the Durable Functions extension answers.</summary>
public sealed class SteeringConformanceTests
{
    [Theory]
    [InlineData("orchestrators/Greet/one?code=wrong")]
    [InlineData("instances/one?code=wrong")]
    [InlineData("no-such-thing")]
    public async Task Without_the_key_every_path_is_401(string path)
    {
        await using var app = await ManagedApp.StartAsync();

        using var response = await app.Client.PostAsync($"{Base}/{path}", null, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("PUT", "instances/one")]
    [InlineData("GET", "orchestrators/Greet")]
    [InlineData("GET", "instances/one/terminate")]
    [InlineData("POST", "instances/one/unknown")]
    [InlineData("GET", "instances/one?taskHub=Another")]
    public async Task A_method_path_or_hub_that_is_not_there_is_404(string method, string path)
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Wait", "one");

        using var response = await app.SendAsync(new HttpMethod(method), path);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_start_is_202_with_addresses_that_work()
    {
        await using var app = await ManagedApp.StartAsync();

        using var started = await app.PostAsync("orchestrators/Wait");
        var links = await BodyAsync(started);
        var id = links["id"]!.GetValue<string>();

        started.StatusCode.Should().Be(HttpStatusCode.Accepted);
        links.AsObject().Select(static link => link.Key).Should().BeEquivalentTo(
            "id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "purgeHistoryDeleteUri", "restartPostUri", "suspendPostUri", "resumePostUri");
        started.Headers.Location.Should().Be(new Uri((string)links["statusQueryGetUri"]!));
        started.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(10));
        id.Should().MatchRegex("^[0-9a-f]{32}$");
        await app.UntilAsync(id, "Running");
        await ExpectAsync("suspendPostUri");
        await app.UntilAsync(id, "Suspended");
        await ExpectAsync("resumePostUri");
        await app.UntilAsync(id, "Running");
        using var raised = await app.Client.PostAsync(Link("sendEventPostUri").Replace("{eventName}", "GO"), Json("""{ "answer": 42 }"""), TestContext.Current.CancellationToken);
        raised.StatusCode.Should().Be(HttpStatusCode.Accepted);
        ((int?)(await app.UntilAsync(id, "Completed"))["output"]!["answer"]).Should().Be(42);
        await ExpectAsync("restartPostUri");
        using var purged = await app.Client.DeleteAsync(Link("purgeHistoryDeleteUri"), TestContext.Current.CancellationToken);
        purged.StatusCode.Should().Be(HttpStatusCode.OK);

        string Link(string name) => links[name]!.GetValue<string>();

        async Task ExpectAsync(string name)
        {
            using var response = await app.Client.PostAsync(Link(name).Replace("{text}", "because"), null, TestContext.Current.CancellationToken);
            response.StatusCode.Should().Be(HttpStatusCode.Accepted, name);
        }
    }

    [Fact]
    public async Task A_function_gets_the_addresses_in_the_form_of_the_isolated_worker()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "a b", "ada");
        await app.UntilAsync("a b", "Completed");

        using var response = await app.Client.GetAsync("/api/links/a b", TestContext.Current.CancellationToken);
        var links = await BodyAsync(response);
        using var status = await app.Client.GetAsync((string)links["statusQueryGetUri"]!, TestContext.Current.CancellationToken);

        var instance = new Uri(app.Client.BaseAddress!, $"{Base}/instances/a%20b").AbsoluteUri;
        ((string?)links["terminatePostUri"]).Should().Be(instance + "/terminate?reason={{text}}&taskHub=TestHubName&connection=Storage&code=the-key");
        ((string?)links["sendEventPostUri"]).Should().Be(instance + "/raiseEvent/{eventName}?taskHub=TestHubName&connection=Storage&code=the-key");
        ((string?)links["id"]).Should().Be("a b");
        ((string?)(await BodyAsync(status))["output"]).Should().Be("Hello ada!");
    }

    [Theory]
    [InlineData("orchestrators/Nobody", "1", "Nobody")]
    [InlineData("orchestrators/Greet", "{ broken", "'b' is an invalid start")]
    [InlineData("orchestrators/Greet/@entity", "1", "@entity")]
    [InlineData("orchestrators/Greet?timeout=1&pollingInterval=2", "1", "bigger than")]
    public async Task A_start_that_makes_no_sense_is_400(string path, string input, string why)
    {
        await using var app = await ManagedApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Post, path, Json(input));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await BodyAsync(response))["ExceptionMessage"]!.GetValue<string>().Should().Contain(why);
    }

    [Fact]
    public async Task A_start_over_a_live_instance_is_500_and_leaves_it_alone()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Wait", "one");

        using var response = await app.PostAsync("orchestrators/Greet/one", "ada");

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        ((string?)(await app.UntilAsync("one", "Running"))["name"]).Should().Be("Wait");
    }

    [Fact]
    public async Task A_start_may_wait_for_the_end_and_answers_with_the_output()
    {
        await using var app = await ManagedApp.StartAsync();

        using var ended = await app.PostAsync("orchestrators/Greet?timeout=20&pollingInterval=1", "ada");
        using var failed = await app.PostAsync("orchestrators/Fail?timeout=20&pollingInterval=1");
        using var early = await app.PostAsync("orchestrators/Wait?timeout=0&pollingInterval=0");

        ended.StatusCode.Should().Be(HttpStatusCode.OK);
        (await BodyAsync(ended)).GetValue<string>().Should().Be("Hello ada!");
        ((string?)(await BodyAsync(failed))["runtimeStatus"]).Should().Be("Failed");
        early.StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("terminate?reason=enough")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("rewind")]
    [InlineData("raiseEvent/go")]
    public async Task Steering_is_404_for_the_unknown_and_410_for_what_has_ended(string operation)
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "ended", "ada");
        await app.UntilAsync("ended", "Completed");

        using var unknown = await app.PostAsync($"instances/nobody/{operation}", 1);
        using var ended = await app.PostAsync($"instances/ended/{operation}", 1);

        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
        ended.StatusCode.Should().Be(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Terminate_ends_the_instance_with_the_reason_as_output()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Wait", "one");

        using var response = await app.PostAsync("instances/one/terminate?reason=enough");
        var ended = await app.UntilAsync("one", "Terminated", "showHistory=true");

        response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        ((string?)ended["output"]).Should().Be("enough");
        ended["historyEvents"]!.AsArray().Select(static item => (string?)item!["EventType"]).Should().EndWith(["ExecutionTerminated", "ExecutionCompleted"]);
    }

    [Fact]
    public async Task Rewind_is_202_for_what_failed_which_goes_on_from_there_and_500_for_what_runs()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Fail", "failed");
        await app.UntilAsync("failed", "Failed");
        await app.StartAsync("Wait", "running");
        await app.UntilAsync("running", "Running");

        using var accepted = await app.PostAsync("instances/failed/rewind?reason=mended");
        using var refused = await app.PostAsync("instances/running/rewind");

        accepted.StatusCode.Should().Be(HttpStatusCode.Accepted);
        refused.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        var again = await app.UntilAsync("failed", "Failed", "showHistory=true");
        again["historyEvents"]!.AsArray().Select(static item => (string?)item!["EventType"]).Should().EndWith(["GenericEvent", "ExecutionCompleted"]);
    }

    [Theory]
    [InlineData("text/plain", "1", "Only application/json")]
    [InlineData("application/json", "{ broken", "Invalid JSON")]
    [InlineData("application/json; charset=utf-8", "", "Invalid JSON")]
    public async Task An_event_that_is_not_json_is_400(string type, string body, string why)
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Wait", "one");
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        using var response = await app.SendAsync(HttpMethod.Post, "instances/one/raiseEvent/go", content);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ((string?)(await BodyAsync(response))["Message"]).Should().StartWith(why);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?restartWithNewInstanceId=false", true)]
    public async Task Restart_runs_it_again_under_a_new_id_unless_told(string query, bool keepsId)
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "one", "ada");
        await app.UntilAsync("one", "Completed");

        using var response = await app.PostAsync("instances/one/restart" + query);
        using var unknown = await app.PostAsync("instances/nobody/restart");
        var id = (await BodyAsync(response))["id"]!.GetValue<string>();

        (id == "one").Should().Be(keepsId);
        ((string?)(await app.UntilAsync(id, "Completed"))["output"]).Should().Be("Hello ada!");
        unknown.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_app_without_entities_answers_as_azure_does()
    {
        await using var app = await ManagedApp.StartAsync();

        using var list = await app.GetAsync("entities");
        using var one = await app.GetAsync("entities/Counter/a");
        using var signal = await app.PostAsync("entities/Counter/a?op=add", 1);

        (await BodyAsync(list)).AsArray().Should().BeEmpty();
        one.StatusCode.Should().Be(HttpStatusCode.NotFound);
        signal.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
