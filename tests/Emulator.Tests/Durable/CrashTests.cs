using CloudRestore.Emulator.Durable.Storage;
using CsCheck;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class CrashTests
{
    private const string Id = "workflow";

    [Fact]
    public async Task Random_workflows_killed_at_random_commits_end_as_if_undisturbed_and_repeat_no_recorded_activity() =>
        await Gen.Select(Plans.Workflow, Gen.Int[1, 25].List[1, 4]).SampleAsync(
            async (steps, kills) =>
            {
                var expected = await UndisturbedAsync(steps);
                (await KilledAsync(steps, kills)).Should().Be(expected);
            },
            iter: 25,
            threads: 2);

    [Fact]
    public async Task A_workflow_with_every_kind_of_step_survives_a_kill_at_each_of_its_commits()
    {
        Plan[] child = [new(PlanKind.Activity, 1, []), new(PlanKind.ContinueAsNew, 1, []), new(PlanKind.Activity, 2, [])];
        Plan[] steps =
        [
            new(PlanKind.FanOut, 3, []),
            new(PlanKind.EventToSelf, 5, []),
            new(PlanKind.Child, 1, child),
            new(PlanKind.Flaky, 1, []),
            new(PlanKind.Timeout, 1, []),
        ];
        var expected = await UndisturbedAsync(steps);

        for (var kill = 1; kill <= 40; kill++)
            (await KilledAsync(steps, [kill])).Should().Be(expected, $"it was killed at commit point {kill}");
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
        await began.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

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

    private static async Task<string> UndisturbedAsync(IReadOnlyList<Plan> steps)
    {
        await using var engine = await EngineFixture.StartAsync(Plans.Catalog());
        return Result(await engine.RunAsync("Carry", new PlanState(steps, "", 0), Id));
    }

    private static async Task<string> KilledAsync(IReadOnlyList<Plan> steps, IReadOnlyList<int> kills)
    {
        var catalog = Plans.Catalog();
        await using var engine = new EngineFixture(catalog);
        var isScheduled = false;
        foreach (var kill in kills)
        {
            var before = catalog.Calls.Count;
            var recorded = Recorded(engine, catalog);
            var death = new Death(kill);
            await engine.StartAsync(death.AtCommit);
            death.Arm();
            try
            {
                isScheduled = isScheduled || await ScheduleAsync(engine, steps);
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
        var result = Result(await engine.EndAsync(Id));
        catalog.Calls.Skip(count).Select(Key).Should().NotIntersectWith(completed);
        return result;
    }

    private static async Task<bool> ScheduleAsync(EngineFixture engine, IReadOnlyList<Plan> steps)
    {
        if (await engine.Client.GetInstanceAsync(Id) is null)
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                "Carry", new PlanState(steps, "", 0), new StartOrchestrationOptions(Id));
        return true;
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

    private static string Result(OrchestrationMetadata ended) =>
        $"{ended.RuntimeStatus} {ended.SerializedOutput} {ended.SerializedCustomStatus}";

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
