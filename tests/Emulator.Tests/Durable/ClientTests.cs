using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class ClientTests
{
    private static TestCatalog Simple() => new TestCatalog()
        .Orchestrator("Ends", static context => Task.FromResult(context.GetInput<string>()))
        .Orchestrator("Fails", static _ => throw new IOException("boom"))
        .Orchestrator("Waits", static async context =>
        {
            context.SetCustomStatus(new { Phase = "waiting" });
            var got = await context.WaitForExternalEvent<string>("E");
            context.SetCustomStatus(null);
            return got;
        });

    [Fact]
    public async Task A_live_id_is_refused_and_a_finished_one_overwritten()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var options = new StartOrchestrationOptions("one");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, options);
        var again = () => engine.Client.ScheduleNewOrchestrationInstanceAsync("Ends", "new", options);

        await again.Should().ThrowAsync<OrchestrationAlreadyExistsException>();
        await engine.Client.RaiseEventAsync("one", "E", "old");
        (await engine.EndAsync("one")).ReadOutputAs<string>().Should().Be("old");

        await again();
        (await engine.EndAsync("one")).ReadOutputAs<string>().Should().Be("new");
    }

    [Fact]
    public async Task An_id_is_refused_while_it_is_pending_or_suspended_and_free_after_a_failure_or_termination()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var client = engine.Client;
        await client.ScheduleNewOrchestrationInstanceAsync("Ends", null, new StartOrchestrationOptions("pending", new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("suspended"));
        await client.SuspendInstanceAsync("suspended");
        await engine.UntilAsync("suspended", static instance => instance.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await engine.RunAsync("Fails", null, "failed");
        await client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("terminated"));
        await client.TerminateInstanceAsync("terminated");
        await engine.EndAsync("terminated");

        foreach (var live in new[] { "pending", "suspended" })
            await engine.Invoking(it => it.RunAsync("Ends", "new", live)).Should().ThrowAsync<OrchestrationAlreadyExistsException>(live);
        foreach (var ended in new[] { "failed", "terminated" })
            (await engine.RunAsync("Ends", "new", ended)).ReadOutputAs<string>().Should().Be("new", ended);
    }

    [Theory]
    [InlineData("@entity", "begins with '@'")]
    [InlineData("a/b", "holds one of")]
    [InlineData("a\\b", "holds one of")]
    [InlineData("a#b", "holds one of")]
    [InlineData("a?b", "holds one of")]
    [InlineData("a\tb", "control character")]
    [InlineData("", "is empty")]
    public async Task An_id_that_the_host_would_refuse_is_refused(string id, string why)
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var start = () => engine.Client.ScheduleNewOrchestrationInstanceAsync("Ends", null, new StartOrchestrationOptions(id));

        await start.Should().ThrowAsync<ArgumentException>().WithMessage($"*{why}*");
    }

    [Fact]
    public async Task Ids_are_at_most_256_characters_and_by_default_a_guid_without_dashes()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var start = (int length) => engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Ends", null, new StartOrchestrationOptions(new string('i', length)));

        (await start(256)).Should().HaveLength(256);
        await start.Awaiting(static it => it(257)).Should().ThrowAsync<ArgumentException>();
        (await engine.Client.ScheduleNewOrchestrationInstanceAsync("Ends")).Should().MatchRegex("^[0-9a-f]{32}$");
    }

    [Fact]
    public async Task An_unknown_orchestrator_fails_the_start()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());

        await engine.Invoking(it => it.Client.ScheduleNewOrchestrationInstanceAsync("Nobody"))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("Failed to start instance with ID *Nobody*");
        (await engine.Client.GetAllInstancesAsync().ToListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_inputs_and_outputs_a_snapshot_has_none_and_says_so_when_read()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Fails", "in", "one");

        var bare = (await engine.Client.GetInstanceAsync("one"))!;
        var full = (await engine.Client.GetInstanceAsync("one", getInputsAndOutputs: true))!;

        (bare.SerializedInput, bare.SerializedOutput, bare.SerializedCustomStatus, bare.FailureDetails)
            .Should().Be((null, null, null, null));
        bare.Invoking(static it => it.ReadInputAs<string>()).Should().Throw<InvalidOperationException>();
        bare.Invoking(static it => it.ReadOutputAs<string>()).Should().Throw<InvalidOperationException>();
        bare.Invoking(static it => it.ReadCustomStatusAs<string>()).Should().Throw<InvalidOperationException>();
        (await engine.Client.WaitForInstanceCompletionAsync("one", TestContext.Current.CancellationToken)).FailureDetails.Should().BeNull();
        (await engine.Client.GetAllInstancesAsync().ToListAsync()).Should().ContainSingle().Which.SerializedInput.Should().BeNull();
        full.SerializedOutput.Should().Be("boom");
        full.FailureDetails!.ErrorType.Should().Be("System.IO.IOException");
        full.ReadInputAs<string>().Should().Be("in");
    }

    [Fact]
    public async Task The_custom_status_is_seen_and_cleared()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");

        var waiting = await engine.Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        waiting.SerializedCustomStatus.Should().Be("""{"Phase":"waiting"}""");
        await engine.Client.RaiseEventAsync(id, "E", "x");
        (await engine.EndAsync(id)).SerializedCustomStatus.Should().BeNull();
    }

    [Fact]
    public async Task Who_gives_up_waiting_waits_no_longer_and_the_orchestration_goes_on()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        using var patience = new CancellationTokenSource();
        var waiting = engine.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
        var patient = engine.EndAsync(id);
        await engine.UntilAsync(id, static instance => instance.SerializedCustomStatus is not null);
        waiting.IsCompleted.Should().BeFalse("the orchestration waits for its event");

        await patience.CancelAsync();

        (await waiting.WaitAsync(TimeSpan.FromMinutes(1)).Invoking(static it => it).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(patience.Token);
        (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Running);
        await engine.Client.RaiseEventAsync(id, "E", "heard");
        (await patient).ReadOutputAs<string>().Should().Be("heard", "others wait on");
    }

    [Fact]
    public async Task Who_gives_up_before_the_start_is_told_so_too()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        using var patience = new CancellationTokenSource();
        var waiting = engine.Client.WaitForInstanceStartAsync("not-there-yet", patience.Token);

        await patience.CancelAsync();

        await waiting.WaitAsync(TimeSpan.FromMinutes(1)).Invoking(static it => it).Should().ThrowAsync<OperationCanceledException>();
        (await engine.RunAsync("Ends", "x", "not-there-yet")).ReadOutputAs<string>().Should().Be("x");
    }

    [Fact]
    public async Task Terminate_ends_with_the_output_given()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");

        await engine.Client.TerminateInstanceAsync(id, "enough");

        var ended = await engine.EndAsync(id);
        ended.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Terminated);
        ended.SerializedOutput.Should().Be("\"enough\"");
        await engine.Invoking(it => it.Client.TerminateInstanceAsync(id)).Should().ThrowAsync<InvalidOperationException>();
        await engine.Invoking(it => it.Client.TerminateInstanceAsync("nobody")).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Suspending_and_resuming_what_is_not_there_or_has_ended_is_refused()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Ends", "x", "ended");

        foreach (var send in new Func<string, Task>[] { id => engine.Client.SuspendInstanceAsync(id, "why"), id => engine.Client.ResumeInstanceAsync(id, "why") })
        {
            await send.Awaiting(static it => it("nobody")).Should().ThrowAsync<ArgumentException>();
            await send.Awaiting(static it => it("ended")).Should().ThrowAsync<InvalidOperationException>();
        }
    }

    [Fact]
    public async Task An_instance_that_is_not_there_is_null()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());

        (await engine.Client.GetInstanceAsync("nobody", getInputsAndOutputs: true)).Should().BeNull();
    }

    [Fact]
    public async Task A_suspended_orchestration_keeps_what_arrives_until_it_is_resumed_even_over_a_restart()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await engine.Client.SuspendInstanceAsync(id, "pause");
        await engine.UntilAsync(id, static instance => instance.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);

        await engine.Client.RaiseEventAsync(id, "E", "kept");
        await engine.RestartAsync();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Suspended);

        await engine.Client.ResumeInstanceAsync(id, "go on");
        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("kept");
    }

    [Fact]
    public async Task Purge_removes_what_has_ended_and_nothing_else()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Ends", "x", "ended");
        await engine.RunAsync("Fails", null, "failed");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("running"));

        (await engine.Client.PurgeInstanceAsync("running")).PurgedInstanceCount.Should().Be(0);
        (await engine.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount.Should().Be(0);
        var failed = new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]);
        (await engine.Client.PurgeAllInstancesAsync(failed)).PurgedInstanceCount.Should().Be(1);
        (await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount.Should().Be(1);
        (await engine.Client.GetAllInstancesAsync().ToListAsync()).Should().ContainSingle().Which.InstanceId.Should().Be("running");
        (await engine.Client.GetInstanceAsync("ended")).Should().BeNull();
    }

    [Fact]
    public async Task Queries_filter_and_page_in_the_order_of_ids()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        foreach (var id in new[] { "run-3", "run-1", "other", "run-2" })
            await engine.RunAsync(id == "run-2" ? "Fails" : "Ends", "x", id);
        var client = engine.Client;

        var pages = await client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "run-", PageSize: 2))
            .AsPages().ToListAsync();
        pages.Select(static page => string.Join(' ', page.Values.Select(static it => it.InstanceId)))
            .Should().Equal("run-1 run-2", "run-3");
        pages[^1].ContinuationToken.Should().BeNull();

        var rest = client.GetAllInstancesAsync(new OrchestrationQuery(ContinuationToken: pages[0].ContinuationToken));
        (await rest.Select(static it => it.InstanceId).ToListAsync()).Should().Equal("run-3");

        var failed = client.GetAllInstancesAsync(
            new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed], FetchInputsAndOutputs: true));
        (await failed.ToListAsync()).Should().ContainSingle().Which.SerializedOutput.Should().Be("boom");

        var created = (await client.GetInstanceAsync("run-1"))!.CreatedAt;
        var later = client.GetAllInstancesAsync(new OrchestrationQuery(CreatedFrom: created, InstanceIdPrefix: "run-"));
        (await later.Select(static it => it.InstanceId).ToListAsync()).Should().Equal("run-1", "run-2");
    }

    [Fact]
    public async Task Restart_runs_a_finished_orchestration_again_with_its_input()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Ends", "in", "one");

        var id = await engine.Client.RestartAsync("one", restartWithNewInstanceId: true);

        id.Should().NotBe("one");
        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("in");
    }
}
