using System.Net;
using System.Text.Json.Nodes;
using static CloudRestore.Emulator.Tests.Triggers.Durable.Management.ManagedApp;

namespace CloudRestore.Emulator.Tests.Triggers.Durable.Management;

/// <summary>Status, lists and purge over HTTP, as HttpApiHandler of the Durable Functions extension answers.</summary>
public sealed class StatusConformanceTests
{
    [Fact]
    public async Task An_unknown_instance_is_404()
    {
        await using var app = await ManagedApp.StartAsync();

        using var response = await app.GetAsync("instances/nobody");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task While_it_runs_the_answer_is_202_and_says_where_and_when_to_ask_again()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Wait", "one", 7);
        await app.UntilAsync("one", "Running");

        using var response = await app.GetAsync("instances/one?showInput=true");

        response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        ((int?)(await BodyAsync(response))["input"]).Should().Be(7);
        response.Headers.Location.Should().Be(new Uri(app.Client.BaseAddress!, $"{Base}/instances/one?showInput=true"));
        response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_suspended_instance_is_202_and_a_terminated_one_200()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Wait", "one");
        using var asked = await app.PostAsync("instances/one/suspend");
        await app.UntilAsync("one", "Suspended");
        using var suspended = await app.GetAsync("instances/one");
        using var ended = await app.PostAsync("instances/one/terminate");
        await app.UntilAsync("one", "Terminated");
        using var terminated = await app.GetAsync("instances/one");

        suspended.StatusCode.Should().Be(HttpStatusCode.Accepted);
        suspended.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        terminated.StatusCode.Should().Be(HttpStatusCode.OK);
        terminated.Headers.RetryAfter.Should().BeNull();
    }

    [Fact]
    public async Task A_completed_instance_is_200_with_its_values_as_json_and_times_of_whole_seconds()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "one", "ada");
        await app.UntilAsync("one", "Completed");

        using var response = await app.GetAsync("instances/one");
        var body = (JsonObject)await BodyAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        body.Select(static member => member.Key)
            .Should().Equal("name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime");
        ((string?)body["name"], (string?)body["input"], (string?)body["output"]).Should().Be(("Greet", "ada", "Hello ada!"));
        body["customStatus"].Should().BeNull();
        ((string?)body["createdTime"]).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
    }

    [Fact]
    public async Task ShowInput_false_leaves_the_input_out()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "one", "ada");

        (await app.UntilAsync("one", "Completed", "showInput=false"))["input"].Should().BeNull();
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("?returnInternalServerErrorOnFailure=true", HttpStatusCode.InternalServerError)]
    public async Task A_failed_instance_is_200_unless_an_error_is_asked_for(string query, HttpStatusCode expected)
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Fail", "one");
        await app.UntilAsync("one", "Failed");

        using var response = await app.GetAsync("instances/one" + query);

        response.StatusCode.Should().Be(expected);
        ((string?)(await BodyAsync(response))["output"]).Should().Be("it is broken");
    }

    [Fact]
    public async Task ShowHistory_tells_a_call_and_its_completion_as_one_event_even_after_the_end()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "one", "ada");
        await app.UntilAsync("one", "Completed");

        using var plain = await app.GetAsync("instances/one?showHistory=true");
        using var full = await app.GetAsync("instances/one?showHistory=true&showHistoryOutput=true&showInput=false");
        var events = (await BodyAsync(plain))["historyEvents"]!.AsArray();
        var told = (await BodyAsync(full))["historyEvents"]!.AsArray();

        events.Select(Text("EventType")).Should().Equal("ExecutionStarted", "TaskCompleted", "ExecutionCompleted");
        events.Select(Text("FunctionName")).Should().Equal("Greet", "Say", null);
        events.Select(Text("Input")).Should().Equal("\"ada\"", null, null);
        events.Select(Text("Result")).Should().Equal(null, null, null);
        told.Select(Text("Result")).Should().Equal(null, "Hello ada", "Hello ada!");
        told.Select(Text("Input")).Should().AllBeEquivalentTo((string?)null);
        Text("OrchestrationStatus")(events[2]).Should().Be("Completed");
        events[1]!["ScheduledTime"]!.GetValue<DateTime>().Should().BeOnOrBefore(events[1]!["Timestamp"]!.GetValue<DateTime>());
    }

    [Fact]
    public async Task A_list_is_filtered_and_its_pages_are_chained_by_a_header()
    {
        await using var app = await ManagedApp.StartAsync();
        foreach (var (orchestrator, id) in new[] { ("Greet", "run-1"), ("Fail", "run-2"), ("Greet", "run-é"), ("Greet", "other") })
        {
            await app.StartAsync(orchestrator, id, "x");
            await app.UntilAsync(id, orchestrator == "Fail" ? "Failed" : "Completed");
        }

        using var first = await app.GetAsync("instances?instanceIdPrefix=run-&top=2&showInput=false");
        var token = first.Headers.GetValues("x-ms-continuation-token").Single();
        using var next = new HttpRequestMessage(HttpMethod.Get, $"{Base}/instances?instanceIdPrefix=run-&top=2&code=the-key");
        next.Headers.Add("x-ms-continuation-token", token);
        using var second = await app.Client.SendAsync(next, TestContext.Current.CancellationToken);
        using var failed = await app.GetAsync("instances?runtimeStatus=Failed,Pending");
        using var future = await app.GetAsync("instances?createdTimeFrom=2999-01-01T00:00:00Z");

        (await IdsAsync(first)).Should().Equal("run-1", "run-2");
        (await BodyAsync(first))[0]!["input"].Should().BeNull();
        (await IdsAsync(second)).Should().Equal("run-é");
        second.Headers.GetValues("x-ms-continuation-token").Single().Should().BeEmpty();
        (await IdsAsync(failed)).Should().Equal("run-2");
        (await IdsAsync(future)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_token_that_no_answer_gave_is_400_with_a_sentence()
    {
        await using var app = await ManagedApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Base}/instances?code=the-key");
        request.Headers.Add("x-ms-continuation-token", "not-a-token");

        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ((string?)(await BodyAsync(response))["ExceptionMessage"]).Should().Contain("not-a-token");
    }

    [Fact]
    public async Task Purging_an_instance_is_200_with_a_count_and_404_the_second_time()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "one", "ada");
        await app.UntilAsync("one", "Completed");

        using var purged = await app.SendAsync(HttpMethod.Delete, "instances/one");
        using var again = await app.SendAsync(HttpMethod.Delete, "instances/one");

        ((int?)(await BodyAsync(purged))["instancesDeleted"]).Should().Be(1);
        again.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Purging_by_filter_needs_a_time_and_takes_only_what_has_ended()
    {
        await using var app = await ManagedApp.StartAsync();
        await app.StartAsync("Greet", "good", "ada");
        await app.StartAsync("Fail", "bad");
        await app.StartAsync("Wait", "live");
        await app.UntilAsync("good", "Completed");
        await app.UntilAsync("bad", "Failed");

        using var timeless = await app.SendAsync(HttpMethod.Delete, "instances?runtimeStatus=Failed");
        using var failed = await app.SendAsync(HttpMethod.Delete, "instances?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Failed");
        using var early = await app.SendAsync(HttpMethod.Delete, "instances?createdTimeFrom=2000-01-01T00:00:00Z&createdTimeTo=2001-01-01T00:00:00Z");
        using var rest = await app.SendAsync(HttpMethod.Delete, "instances?createdTimeFrom=2000-01-01T00:00:00Z");

        timeless.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await BodyAsync(timeless)).GetValue<string>().Should().Be("Please provide value for 'createdTimeFrom' parameter.");
        ((int?)(await BodyAsync(failed))["instancesDeleted"]).Should().Be(1);
        early.StatusCode.Should().Be(HttpStatusCode.NotFound);
        ((int?)(await BodyAsync(rest))["instancesDeleted"]).Should().Be(1);
        using var left = await app.GetAsync("instances");
        (await IdsAsync(left)).Should().Equal("live");
    }

    private static Func<JsonNode?, string?> Text(string member) => item => item![member]?.GetValue<string>();

    private static async Task<IEnumerable<string?>> IdsAsync(HttpResponseMessage response) =>
        (await BodyAsync(response)).AsArray().Select(Text("instanceId"));
}
