using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_fires_when_the_clock_reaches_it_and_not_before()
    {
        var time = new FakeTimeProvider();
        var catalog = new TestCatalog().Orchestrator("Waits", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await engine.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);
        var due = time.GetUtcNow().UtcDateTime.AddDays(100);

        time.Advance(TimeSpan.FromDays(99));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        (await engine.Client.GetInstanceAsync(id))!.IsRunning.Should().BeTrue();

        time.Advance(TimeSpan.FromDays(1));
        (await engine.EndAsync(id)).ReadOutputAs<DateTime>().Should().BeOnOrAfter(due);
    }

    [Fact]
    public async Task A_timer_in_the_past_fires_at_once()
    {
        var catalog = new TestCatalog().Orchestrator("Waits", context =>
            context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None));
        await using var engine = await EngineFixture.StartAsync(catalog, new FakeTimeProvider());

        (await engine.RunAsync("Waits")).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task A_timer_past_due_fires_at_once_when_the_engine_starts_again()
    {
        var time = new FakeTimeProvider();
        var catalog = new TestCatalog().Orchestrator("Waits",
            context => context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None));
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await engine.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken);

        await engine.StopAsync();
        time.Advance(TimeSpan.FromHours(2));
        await engine.StartAsync();

        (await engine.EndAsync(id)).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task A_timer_given_up_throws_TaskCanceledException_and_holds_nothing_back()
    {
        var catalog = new TestCatalog().Activity<int, int>("Echo", static number => number).Orchestrator("Races", async context =>
        {
            using var giveUp = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), giveUp.Token);
            await Task.WhenAny(timer, context.CallActivityAsync<int>("Echo", 1));
            giveUp.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (TaskCanceledException)
            {
                return "given up";
            }
        });
        await using var engine = await EngineFixture.StartAsync(catalog, new FakeTimeProvider());

        (await engine.RunAsync("Races")).ReadOutputAs<string>().Should().Be("given up");
    }

    [Fact]
    public async Task An_orchestrator_that_leaves_a_timer_open_completes_when_it_fires()
    {
        var time = new FakeTimeProvider();
        var catalog = new TestCatalog().Orchestrator("Leaves", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromSeconds(4), CancellationToken.None);
            return Task.FromResult("done");
        });
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Leaves");
        (await engine.Client.WaitForInstanceStartAsync(id, TestContext.Current.CancellationToken)).IsRunning.Should().BeTrue();

        time.Advance(TimeSpan.FromSeconds(4));

        (await engine.EndAsync(id)).ReadOutputAs<string>().Should().Be("done");
    }

    [Fact]
    public async Task An_orchestration_may_start_later()
    {
        var time = new FakeTimeProvider();
        var catalog = new TestCatalog().Orchestrator("Starts", static context => Task.FromResult(context.CurrentUtcDateTime));
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var at = time.GetUtcNow().AddHours(1);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Starts", null, new StartOrchestrationOptions(null, at));
        await engine.Client.RaiseEventAsync(id, "Early");
        await Task.Delay(30, TestContext.Current.CancellationToken);
        (await engine.Client.GetInstanceAsync(id))!.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Pending);

        time.Advance(TimeSpan.FromHours(1));

        (await engine.EndAsync(id)).ReadOutputAs<DateTime>().Should().Be(at.UtcDateTime);
    }
}
