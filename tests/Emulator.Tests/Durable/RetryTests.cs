using CloudRestore.Emulator.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class RetryTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task A_policy_counts_the_first_attempt_and_every_wait_is_an_action()
    {
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", static _ => throw new IOException("boom"))
            .Orchestrator("Retries", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Act", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, Tick)));
                    return -1;
                }
                catch (TaskFailedException exception)
                {
                    return exception.TaskId;
                }
            });
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Retries")).ReadOutputAs<int>().Should().Be(4);
        catalog.Calls.Select(static call => call.TaskId).Should().Equal(0, 2, 4);
    }

    [Fact]
    public async Task Waits_grow_by_the_coefficient_up_to_the_longest()
    {
        var time = new FakeTimeProvider();
        List<TimeSpan> attempts = [];
        var begin = time.GetUtcNow();
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", _ =>
            {
                lock (attempts)
                    attempts.Add(time.GetUtcNow() - begin);
                throw new IOException("boom");
            })
            .Orchestrator("Retries", context => context.CallActivityAsync(
                "Act",
                options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(10), 2, TimeSpan.FromSeconds(30)))));
        await using var engine = await EngineFixture.StartAsync(catalog, time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Retries");

        for (var fired = 0; fired < 4; fired++)
        {
            // The clock stands still while the engine works, and goes exactly to what it waits for.
            await engine.UntilHistoryAsync(id, history => Times(history).Length == fired + 1);
            time.Advance(Times(await engine.HistoryAsync(id))[fired] - time.GetUtcNow().UtcDateTime);
        }

        await engine.EndAsync(id);
        attempts.Zip(attempts.Skip(1), static (a, b) => (b - a).TotalSeconds).Should().Equal(10, 20, 30, 30);

        static DateTime[] Times(IReadOnlyList<HistoryEvent> history) =>
            [.. history.Where(static entry => entry.Kind == HistoryEventKind.TimerCreated).Select(static entry => entry.Time!.Value)];
    }

    [Fact]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_tried_again()
    {
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", static _ => throw new IOException("boom"))
            .Orchestrator("Retries", context => context.CallActivityAsync(
                "Act",
                options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, Tick)
                {
                    HandleFailure = static failure => !failure.IsCausedBy<IOException>(),
                })));
        await using var engine = await EngineFixture.StartAsync(catalog);

        await engine.RunAsync("Retries");

        catalog.Calls.Should().HaveCount(1);
    }

    [Fact]
    public async Task Nothing_is_tried_again_after_the_retry_timeout()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(30) };
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", static _ => throw new IOException("boom"))
            .Orchestrator("Retries", context => context.CallActivityAsync(
                "Act",
                options: TaskOptions.FromRetryPolicy(
                    new RetryPolicy(1000, TimeSpan.FromSeconds(1), retryTimeout: TimeSpan.FromSeconds(100)))));
        await using var engine = await EngineFixture.StartAsync(catalog, time);

        await engine.RunAsync("Retries");

        catalog.Calls.Count.Should().BeInRange(1, 5);
    }

    [Fact]
    public async Task A_handler_runs_again_in_every_replay()
    {
        List<int> seen = [];
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", static _ => throw new IOException("boom"))
            .Orchestrator(
                "Retries", context => context.CallActivityAsync("Act", options: TaskOptions.FromRetryHandler((RetryContext retry) =>
            {
                seen.Add(retry.LastAttemptNumber);
                return retry.LastAttemptNumber < 3 && retry.LastFailure.IsCausedBy<IOException>();
            })));
        await using var engine = await EngineFixture.StartAsync(catalog);

        await engine.RunAsync("Retries");

        seen.Should().Equal(1, 1, 2, 1, 2, 3);
        catalog.Calls.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_handler_may_wait_on_a_durable_timer()
    {
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", static _ => throw new IOException("boom"))
            .Orchestrator("Retries", context => context.CallActivityAsync("Act", options: TaskOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(Tick, retry.CancellationToken);
                return retry.LastAttemptNumber < 2;
            })));
        await using var engine = await EngineFixture.StartAsync(catalog);

        await engine.RunAsync("Retries");

        catalog.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_child_is_tried_again_under_its_id()
    {
        List<string> children = [];
        var catalog = new TestCatalog()
            .Activity<object?, int>("Count", _ => children.Count)
            .Orchestrator("Child", async context =>
            {
                if (!context.IsReplaying)
                    children.Add(context.InstanceId);
                if (await context.CallActivityAsync<int>("Count") < 2)
                    throw new IOException("not yet");
                return children.Count;
            })
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, Tick)).WithInstanceId("the-child")));
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Parent")).ReadOutputAs<int>().Should().Be(2);
        children.Should().Equal("the-child", "the-child");
    }

    [Fact]
    public void A_policy_outside_its_ranges_is_refused()
    {
        var second = TimeSpan.FromSeconds(1);
        Action[] wrong =
        [
            () => _ = new RetryPolicy(0, second),
            () => _ = new RetryPolicy(1, TimeSpan.Zero),
            () => _ = new RetryPolicy(1, second, 0.5),
            () => _ = new RetryPolicy(1, second, 1, second / 2),
            () => _ = new RetryPolicy(1, second, 1, null, second / 2),
        ];
        wrong.Should().AllSatisfy(static make => make.Should().Throw<ArgumentOutOfRangeException>());
        new RetryPolicy(1, second).MaxRetryInterval.Should().Be(TimeSpan.FromHours(1));
        new RetryPolicy(1, second).RetryTimeout.Should().Be(Timeout.InfiniteTimeSpan);
    }
}
