using CloudRestore.Emulator.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Durable;

/// <summary>Instance and history of an orchestration stay after its end, as in Azure, until they are purged.</summary>
public sealed class HistoryTests
{
    private static TestCatalog Simple() => new TestCatalog()
        .Activity<int, int>("Double", static number => 2 * number)
        .Orchestrator("Calls", static context => context.CallActivityAsync<int>("Double", context.GetInput<int>()))
        .Orchestrator("Waits", static context => context.WaitForExternalEvent<int>("E"))
        .Orchestrator("Counts", static async context =>
        {
            var left = context.GetInput<int>();
            await context.CallActivityAsync<int>("Double", left);
            if (left > 0)
                context.ContinueAsNew(left - 1);
            return left;
        });

    [Fact]
    public async Task The_history_is_kept_after_the_end_and_over_a_restart()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Calls", 21, "one");

        await engine.RestartAsync();

        (await engine.Client.GetInstanceAsync("one", getInputsAndOutputs: true))!.ReadOutputAs<int>().Should().Be(42);
        (await KindsAsync(engine, "one")).Should().Equal(
            HistoryEventKind.OrchestratorStarted,
            HistoryEventKind.ExecutionStarted,
            HistoryEventKind.TaskScheduled,
            HistoryEventKind.OrchestratorStarted,
            HistoryEventKind.TaskCompleted,
            HistoryEventKind.ExecutionCompleted);
    }

    [Fact]
    public async Task A_terminated_orchestration_keeps_what_ended_it()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("one"));
        await engine.UntilAsync("one", static instance => instance.IsRunning);

        await engine.Client.TerminateInstanceAsync("one", "enough");
        await engine.EndAsync("one");

        var last = (await engine.HistoryAsync("one")).TakeLast(2);
        last.Select(static entry => (entry.Kind, entry.Data)).Should().Equal(
            (HistoryEventKind.Terminate, "\"enough\""), (HistoryEventKind.ExecutionCompleted, "\"enough\""));
    }

    [Fact]
    public async Task Continue_as_new_keeps_the_newest_execution_only()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());

        (await engine.RunAsync("Counts", 3, "one")).ReadInputAs<int>().Should().Be(0, "it is the newest input");

        (await KindsAsync(engine, "one")).Should().ContainSingle(static kind => kind == HistoryEventKind.TaskCompleted);
    }

    [Fact]
    public async Task A_start_over_a_finished_orchestration_begins_a_new_history()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Calls", 1, "one");
        await engine.RunAsync("Calls", 2, "one");

        (await engine.HistoryAsync("one")).Should().ContainSingle(static entry => entry.Kind == HistoryEventKind.ExecutionStarted)
            .Which.Data.Should().Be("2");
    }

    [Fact]
    public async Task Purging_an_instance_takes_its_history_and_no_other()
    {
        await using var engine = await EngineFixture.StartAsync(Simple());
        await engine.RunAsync("Calls", 1, "one");
        await engine.RunAsync("Calls", 2, "two");

        (await engine.Client.PurgeInstanceAsync("one")).PurgedInstanceCount.Should().Be(1);

        (await engine.HistoryAsync("one")).Should().BeEmpty();
        (await engine.HistoryAsync("two")).Should().NotBeEmpty();
        (await engine.Client.GetInstanceAsync("one")).Should().BeNull();
    }

    [Fact]
    public async Task Purging_by_filter_goes_by_time_of_creation_and_status()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var engine = await EngineFixture.StartAsync(Simple(), time);
        foreach (var id in new[] { "first", "second", "third" })
        {
            await engine.RunAsync("Calls", 1, id);
            time.Advance(TimeSpan.FromHours(1));
        }

        var from = new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);
        var completed = new[] { OrchestrationRuntimeStatus.Completed };
        var none = await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(from, null, [OrchestrationRuntimeStatus.Failed]));
        var second = await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(from, from, completed));

        (none.PurgedInstanceCount, second.PurgedInstanceCount).Should().Be((0, 1));
        (await engine.HistoryAsync("second")).Should().BeEmpty();
        (await engine.HistoryAsync("first")).Should().NotBeEmpty();
        (await engine.HistoryAsync("third")).Should().NotBeEmpty();
    }

    private static async Task<IEnumerable<HistoryEventKind>> KindsAsync(EngineFixture engine, string id) =>
        (await engine.HistoryAsync(id)).Select(static entry => entry.Kind);
}
