using System.Collections.Concurrent;
using CloudRestore.Emulator.Durable.History;
using CsCheck;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class RewindTests
{
    private readonly ConcurrentDictionary<string, int> _failuresLeft = new();
    private readonly ConcurrentQueue<string> _done = new();

    [Fact]
    public async Task What_failed_is_done_again_and_what_succeeded_is_not()
    {
        await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Chain", static async context =>
            await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b") + await context.CallActivityAsync<string>("Work", "c")));
        _failuresLeft["b"] = 1;
        (await engine.RunAsync("Chain", null, "one")).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Failed);

        var ended = await RewindAsync(engine, "one");

        ended.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
        (ended.ReadOutputAs<string>(), ended.FailureDetails).Should().Be(("abc", null));
        _done.Should().Equal("a", "b", "c");
        (await engine.HistoryAsync("one")).Should().ContainSingle(static entry => entry.Kind == HistoryEventKind.ExecutionRewound && entry.Data == "mended");
    }

    [Fact]
    public async Task All_that_failed_side_by_side_is_done_again()
    {
        await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Fan", static async context =>
            string.Concat(await Task.WhenAll("abcd".Select(letter => context.CallActivityAsync<string>("Work", $"{letter}"))))));
        (_failuresLeft["a"], _failuresLeft["c"]) = (1, 1);
        await engine.RunAsync("Fan", null, "one");

        var ended = await RewindAsync(engine, "one");

        ended.ReadOutputAs<string>().Should().Be("abcd");
        _done.Should().BeEquivalentTo("a", "b", "c", "d");
    }

    [Fact]
    public async Task A_call_that_was_retried_in_vain_has_its_last_attempt_again()
    {
        var twice = TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1)));
        await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Retries", context => context.CallActivityAsync<string>("Work", "a", twice)));
        _failuresLeft["a"] = 3;
        await engine.RunAsync("Retries", null, "one");

        (await RewindAsync(engine, "one")).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Failed);
        (await RewindAsync(engine, "one")).ReadOutputAs<string>().Should().Be("a");
    }

    [Fact]
    public async Task A_failed_sub_orchestration_is_rewound_itself()
    {
        await using var engine = await EngineFixture.StartAsync(Works()
            .Orchestrator("Child", static async context => await context.CallActivityAsync<string>("Work", "a") + await context.CallActivityAsync<string>("Work", "b"))
            .Orchestrator("Parent", static context => context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "child"))));
        _failuresLeft["b"] = 1;
        await engine.RunAsync("Parent", null, "one");

        (await RewindAsync(engine, "one")).ReadOutputAs<string>().Should().Be("ab");

        _done.Should().Equal("a", "b");
        (await engine.EndAsync("child")).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
    }

    [Fact]
    public async Task A_sub_orchestration_that_ended_after_its_parent_is_heard_and_one_that_was_terminated_starts_anew()
    {
        await using var engine = await EngineFixture.StartAsync(Works()
            .Orchestrator("Child", static async context => await context.WaitForExternalEvent<string>("go"))
            .Orchestrator("Parent", static async context =>
            {
                var ended = context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "ended"));
                var terminated = context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "terminated"));
                return await context.CallActivityAsync<string>("Work", "a") + await ended + await terminated;
            }));
        _failuresLeft["a"] = 1;
        await engine.RunAsync("Parent", null, "one");
        await engine.Client.RaiseEventAsync("ended", "go", "b");
        await engine.EndAsync("ended");
        await engine.Client.TerminateInstanceAsync("terminated");
        await engine.EndAsync("terminated");

        await engine.Client.RewindInstanceAsync("one", "mended", TestContext.Current.CancellationToken);
        await engine.UntilAsync("terminated", static child => child.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        await engine.Client.RaiseEventAsync("terminated", "go", "c");

        (await engine.EndAsync("one")).ReadOutputAs<string>().Should().Be("abc");
    }

    [Fact]
    public async Task Events_and_open_timers_are_kept_over_a_restart()
    {
        await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Waits", static async context =>
        {
            var timer = context.CreateTimer(TimeSpan.FromMilliseconds(300), CancellationToken.None);
            var raised = await context.WaitForExternalEvent<string>("go");
            var worked = await context.CallActivityAsync<string>("Work", "a");
            await timer;
            return raised + worked;
        }));
        _failuresLeft["a"] = 1;
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("one"));
        await engine.Client.RaiseEventAsync("one", "go", "!");
        await engine.EndAsync("one");

        await engine.RestartAsync();
        await engine.Client.RewindInstanceAsync("one", "mended", TestContext.Current.CancellationToken);
        await engine.RestartAsync();

        (await engine.EndAsync("one")).ReadOutputAs<string>().Should().Be("!a");
    }

    [Fact]
    public async Task Code_that_fails_by_itself_fails_again()
    {
        await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Broken", static _ => throw new IOException("boom")));
        await engine.RunAsync("Broken", null, "one");

        (await RewindAsync(engine, "one")).FailureDetails!.ErrorMessage.Should().Be("boom");
    }

    [Fact]
    public async Task Only_what_failed_is_rewound()
    {
        await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Ends", static _ => Task.CompletedTask));
        await engine.RunAsync("Ends", null, "ended");

        await engine.Invoking(static it => it.Client.RewindInstanceAsync("ended", "")).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("Only an orchestration that failed is rewound; 'ended' is Completed.");
        await engine.Invoking(static it => it.Client.RewindInstanceAsync("nobody", "")).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Rewound_until_nothing_fails_any_workflow_does_each_of_its_works_once()
    {
        var stages = Gen.Int[0, 2].List[1, 4].List[1, 4];
        await stages.SampleAsync(
            async failures =>
            {
                _failuresLeft.Clear();
                _done.Clear();
                foreach (var (stage, left) in failures.SelectMany(static (row, i) => row.Select((left, j) => ($"{i}.{j}", left))))
                    _failuresLeft[stage] = left;
                await using var engine = await EngineFixture.StartAsync(Works().Orchestrator("Stages", async context =>
                {
                    for (var i = 0; i < failures.Count; i++)
                        await Task.WhenAll(Enumerable.Range(0, failures[i].Count).Select(j => context.CallActivityAsync<string>("Work", $"{i}.{j}")));
                }));

                var ended = await engine.RunAsync("Stages", null, "one");
                for (var rewinds = 0; ended.RuntimeStatus == OrchestrationRuntimeStatus.Failed && rewinds < 9; rewinds++)
                    ended = await RewindAsync(engine, "one");

                ended.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
                _done.Should().BeEquivalentTo(_failuresLeft.Keys);
            },
            iter: 20,
            threads: 1);
    }

    private TestCatalog Works() => new TestCatalog().Activity<string, string>("Work", name =>
    {
        if (_failuresLeft.AddOrUpdate(name, -1, static (_, left) => left - 1) >= 0)
            throw new IOException($"{name} fails.");
        _done.Enqueue(name);
        return name;
    });

    private static async Task<OrchestrationMetadata> RewindAsync(EngineFixture engine, string id)
    {
        await engine.Client.RewindInstanceAsync(id, "mended", TestContext.Current.CancellationToken);
        return await engine.EndAsync(id);
    }
}
