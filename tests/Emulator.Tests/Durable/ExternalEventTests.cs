using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class ExternalEventTests
{
    [Fact]
    public async Task Events_that_come_early_are_kept_in_order_and_their_names_have_no_case()
    {
        var catalog = new TestCatalog().Orchestrator("Collects", async context =>
        {
            await context.WaitForExternalEvent<bool>("Go");
            return $"{await context.WaitForExternalEvent<int>("Number")}{await context.WaitForExternalEvent<int>("number")}";
        });
        await using var engine = await EngineFixture.StartAsync(catalog);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collects");

        await engine.Client.RaiseEventAsync(id, "NUMBER", 1);
        await engine.Client.RaiseEventAsync(id, "number", 2);
        await engine.Client.RaiseEventAsync(id, "go", true);

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("12");
    }

    [Fact]
    public async Task The_newest_waiter_gets_the_next_event()
    {
        var catalog = new TestCatalog().Orchestrator("Waits", async context =>
        {
            var older = context.WaitForExternalEvent<string>("E");
            var newer = context.WaitForExternalEvent<string>("E");
            await Task.WhenAll(older, newer);
            return $"{await older} {await newer}";
        });
        await using var engine = await EngineFixture.StartAsync(catalog);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await engine.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);

        await engine.Client.RaiseEventAsync(id, "E", "first");
        await engine.Client.RaiseEventAsync(id, "E", "second");

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("second first");
    }

    [Fact]
    public async Task A_waiter_that_timed_out_throws_TaskCanceledException_and_swallows_the_next_event()
    {
        var time = new FakeTimeProvider();
        var catalog = new TestCatalog().Orchestrator("Waits", async context =>
        {
            var older = context.WaitForExternalEvent<string>("E");
            var log = "";
            try
            {
                await context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                log = "timed out, ";
            }

            context.SetCustomStatus(log);
            return log + await older;
        });
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await engine.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));
        await engine.UntilAsync(id, static instance => instance.SerializedCustomStatus is not null);

        await engine.Client.RaiseEventAsync(id, "E", "lost");
        await engine.Client.RaiseEventAsync(id, "E", "kept");

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("timed out, kept");
    }

    [Fact]
    public async Task A_waiter_newer_than_one_that_timed_out_gets_the_next_event()
    {
        var time = new FakeTimeProvider();
        var catalog = new TestCatalog().Orchestrator("Waits", static async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("E", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                context.SetCustomStatus("waits again");
                return "again: " + await context.WaitForExternalEvent<string>("E");
            }
        });
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await engine.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));
        await engine.UntilAsync(id, static instance => instance.SerializedCustomStatus is not null);

        await engine.Client.RaiseEventAsync(id, "E", "kept");

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("again: kept");
    }

    [Fact]
    public async Task A_waiter_given_up_by_its_token_throws_TaskCanceledException()
    {
        var catalog = new TestCatalog().Activity<int, int>("Echo", static number => number).Orchestrator("Waits", static async context =>
        {
            using var giveUp = new CancellationTokenSource();
            var waiter = context.WaitForExternalEvent<string>("E", giveUp.Token);
            await context.CallActivityAsync<int>("Echo", 1);
            giveUp.Cancel();
            try
            {
                return await waiter;
            }
            catch (TaskCanceledException)
            {
                return "given up";
            }
        });
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Waits")).ReadOutputAs<string>().Should().Be("given up");
    }

    [Fact]
    public async Task An_event_in_time_gives_the_timeout_up()
    {
        var catalog = new TestCatalog().Orchestrator("Waits", static context =>
            context.WaitForExternalEvent<string>("E", TimeSpan.FromDays(1)));
        await using var engine = await EngineFixture.StartAsync(catalog, new FakeTimeProvider());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");

        await engine.Client.RaiseEventAsync(id, "E", "here");

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("here");
    }

    [Fact]
    public async Task Waiters_of_one_name_must_agree_on_the_type()
    {
        var catalog = new TestCatalog().Orchestrator("Waits", static async context =>
        {
            _ = context.WaitForExternalEvent<int>("E");
            await context.WaitForExternalEvent<string>("E");
        });
        await using var engine = await EngineFixture.StartAsync(catalog);

        var failure = (await engine.RunAsync("Waits")).FailureDetails!;

        failure.ErrorType.Should().Be("System.ArgumentException");
        failure.ErrorMessage.Should().Be("Events with the same name must have the same type argument. Expected System.Int32 but was requested System.String.");
    }

    [Theory]
    [InlineData(true, "one two")]
    [InlineData(false, "two")]
    public async Task Continue_as_new_keeps_events_that_nobody_waited_for_unless_told(bool preserve, string expected)
    {
        var catalog = new TestCatalog().Orchestrator("Turns", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                await context.WaitForExternalEvent<object?>("Turn");
                context.ContinueAsNew(1, preserve);
                return "ignored";
            }

            context.SetCustomStatus("turned");
            List<string> got = [];
            while (got.LastOrDefault() != "two")
                got.Add(await context.WaitForExternalEvent<string>("E"));
            return string.Join(' ', got);
        });
        await using var engine = await EngineFixture.StartAsync(catalog);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Turns", 0);

        await engine.Client.RaiseEventAsync(id, "E", "one");
        await engine.Client.RaiseEventAsync(id, "Turn");
        await engine.UntilAsync(id, static instance => instance.SerializedCustomStatus is not null);
        await engine.Client.RaiseEventAsync(id, "E", "two");

        var ended = await engine.EndAsync(id);
        ended.ReadOutputAs<string>().Should().Be(expected);
        ended.ReadInputAs<int>().Should().Be(1);
    }

    [Fact]
    public async Task One_orchestration_sends_events_to_another()
    {
        var catalog = new TestCatalog()
            .Orchestrator("Receives", static context => context.WaitForExternalEvent<string>("Mail"))
            .Orchestrator("Sends", static context =>
            {
                context.SendEvent("receiver", "mail", "hello");
                context.SendEvent("nobody", "mail", "hello");
                return Task.CompletedTask;
            });
        await using var engine = await EngineFixture.StartAsync(catalog);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Receives", null, new StartOrchestrationOptions("receiver"));

        (await engine.RunAsync("Sends")).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("hello");
    }

    [Fact]
    public async Task An_event_for_an_unknown_or_finished_orchestration_is_refused()
    {
        var catalog = new TestCatalog().Orchestrator("Ends", static _ => Task.CompletedTask);
        await using var engine = await EngineFixture.StartAsync(catalog);
        var ended = await engine.RunAsync("Ends");

        await engine.Invoking(it => it.Client.RaiseEventAsync("nobody", "E")).Should().ThrowAsync<ArgumentException>();
        await engine.Invoking(it => it.Client.RaiseEventAsync(ended.InstanceId, "E")).Should().ThrowAsync<InvalidOperationException>();
    }
}
