using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Storage;
using CsCheck;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class CrashTests
{
    private const string Id = "workflow";

    [Fact]
    public async Task Random_workflows_killed_at_random_commits_end_as_the_model_says_and_repeat_no_recorded_activity() =>
        await Gen.Select(Plans.Workflow, Gen.Int[1, 25].List[0, 4]).SampleAsync(KilledAsync, iter: 30, threads: 2);

    [Fact]
    public async Task A_workflow_with_every_kind_of_step_survives_a_kill_at_each_of_its_commits()
    {
        Plan[] child = [new(PlanKind.Activity, 1, []), new(PlanKind.ContinueAsNew, 1, []), new(PlanKind.Activity, 2, [])];
        Plan[] steps =
        [
            new(PlanKind.FanOut, 3, []),
            new(PlanKind.EventToSelf, 5, []),
            new(PlanKind.EventFromOutside, 8, []),
            new(PlanKind.Children, 2, child),
            new(PlanKind.Flaky, 1, []),
            new(PlanKind.Timeout, 1, []),
            new(PlanKind.BrokenChild, 1, []),
        ];

        for (var kill = 1; kill <= 50; kill++)
            await KilledAsync(steps, [kill]);
    }

    [Fact]
    public async Task An_activity_that_ran_at_the_kill_runs_again()
    {
        var attempts = 0;
        var began = new TaskCompletionSource();
        var catalog = new TestCatalog()
            .ActivityAsync<object?, int>("Slow", async (_, cancellation) =>
            {
                if (Interlocked.Increment(ref attempts) == 1)
                {
                    began.SetResult();
                    await Task.Delay(Timeout.Infinite, cancellation);
                }

                return attempts;
            })
            .Orchestrator("Calls", context => context.CallActivityAsync<int>("Slow"));
        await using var engine = await EngineFixture.StartAsync(catalog);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Calls");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await engine.RestartAsync();

        (await engine.EndAsync(id)).ReadOutputAs<int>().Should().Be(2);
    }

    [Fact]
    public async Task A_second_engine_on_the_same_file_is_refused_in_one_sentence()
    {
        var catalog = new TestCatalog();
        await using var engine = await EngineFixture.StartAsync(catalog);

        var open = () => DurableDatabase.Open(engine.DatabasePath, NullLogger.Instance, busyTimeout: 1);

        open.Should().Throw<IOException>().WithMessage("*another process is using it; stop that one first.");
    }

    [Fact]
    public async Task After_the_stop_the_client_says_that_the_engine_has_stopped()
    {
        var catalog = new TestCatalog().Orchestrator("Waits", static context => context.WaitForExternalEvent<int>("E"));
        await using var engine = await EngineFixture.StartAsync(catalog);
        var client = engine.Client;
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Waits");
        var waiting = client.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken);

        await engine.StopAsync();

        await waiting.Awaiting(static it => it).Should().ThrowAsync<InvalidOperationException>();
        await client.Invoking(it => it.GetInstanceAsync(id)).Should().ThrowAsync<InvalidOperationException>();
    }

    /// <summary>Runs a workflow, kills it at each of the commit points in turn, and compares its end with the model.</summary>
    private static async Task KilledAsync(IReadOnlyList<Plan> steps, IReadOnlyList<int> kills)
    {
        var model = PlanModel.Of(steps);
        var catalog = Plans.Catalog();
        await using var engine = new EngineFixture(catalog);
        foreach (var kill in kills)
        {
            var before = catalog.Calls.Count;
            var recorded = Recorded(engine, catalog);
            var death = new Death(kill);
            await engine.StartAsync(death.AtCommit);
            death.Arm();
            try
            {
                await ScheduleAsync(engine, steps);
                await Task.WhenAny(engine.EndAsync(Id), death.Happened);
            }
            catch (InvalidOperationException)
            {
                // It died while the orchestration was being started.
            }

            await engine.StopAsync();
            catalog.Calls.Skip(before).Select(Key).Should().NotIntersectWith(recorded);
        }

        var completed = Recorded(engine, catalog);
        var count = catalog.Calls.Count;
        await engine.StartAsync();
        await ScheduleAsync(engine, steps);
        var ended = await engine.EndAsync(Id);

        $"{ended.RuntimeStatus} {ended.SerializedOutput} {ended.SerializedCustomStatus}".Should().Be(model.Result, $"it was killed at {string.Join(", ", kills)}");
        catalog.Calls.Skip(count).Select(Key).Should().NotIntersectWith(completed);
        catalog.Calls.DistinctBy(Key).Select(static call => new ActivityCall(call.Name, call.TaskId, call.SerializedInput))
            .Should().BeEquivalentTo(model.Calls);
        await EveryCallIsCompletedOnceAsync(engine);
    }

    private static async Task ScheduleAsync(EngineFixture engine, IReadOnlyList<Plan> steps)
    {
        if (await engine.Client.GetInstanceAsync(Id) is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                "Carry", new PlanState(steps, "", 0), new StartOrchestrationOptions(Id));
        }

        // Whether an event came through before a kill is not known: one that comes twice stays unread.
        foreach (var (name, payload) in Plans.EventsFromOutside(steps))
        {
            try
            {
                await engine.Client.RaiseEventAsync(Id, name, payload);
            }
            catch (InvalidOperationException)
            {
                // The orchestration has ended, or the engine died.
            }
        }
    }

    private static async Task EveryCallIsCompletedOnceAsync(EngineFixture engine)
    {
        await foreach (var instance in engine.Client.GetAllInstancesAsync())
        {
            var history = await engine.HistoryAsync(instance.InstanceId);
            var scheduled = history.Where(static entry => entry.Kind == HistoryEventKind.TaskScheduled).Select(static entry => entry.TaskId);
            var done = history
                .Where(static entry => entry.Kind is HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed)
                .Select(static entry => entry.TaskId);
            done.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(scheduled);
            history.Should().ContainSingle(static entry => entry.Kind == HistoryEventKind.ExecutionCompleted);
        }
    }

    /// <summary>Activities that ran and whose completion is on disk: those not scheduled any more.</summary>
    private static HashSet<(string, int, string?)> Recorded(EngineFixture engine, TestCatalog catalog)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={engine.DatabasePath};Pooling=False");
        connection.Open();
        using var session = new SqliteSession(connection);
        if (session.Query("SELECT 1 FROM sqlite_master WHERE name = 'activities'", static _ => 1).Count == 0)
            return [];
        var pending = ScheduledWork.Activities(session).Select(static it => (it.InstanceId, it.TaskId, it.Input)).ToHashSet();
        return [.. catalog.Calls.Select(Key).Where(key => !pending.Contains(key))];
    }

    private static (string, int, string?) Key(CloudRestore.Emulator.Durable.ActivityRequest call) =>
        (call.InstanceId, call.TaskId, call.SerializedInput);

    /// <summary>Kills the engine at a commit point.</summary>
    private sealed class Death(int at)
    {
        private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = at;
        private volatile bool _isArmed;

        public Task Happened => _happened.Task;

        public void Arm() => _isArmed = true;

        public void AtCommit(CommitPoint point)
        {
            if (!_isArmed || Interlocked.Decrement(ref _left) > 0)
                return;
            _happened.TrySetResult();
            throw new OperationCanceledException($"Killed: {point}.");
        }
    }
}
