using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class SubOrchestrationTests
{
    private static TestCatalog Family() => new TestCatalog()
        .Orchestrator("Child", static context => Task.FromResult(
            $"{context.InstanceId}|{context.Parent?.Name}|{context.Parent?.InstanceId}|{context.GetInput<int>()}"))
        .Orchestrator("Parent", static context => context.CallSubOrchestratorAsync<string>(
            "Child", 5, new SubOrchestrationOptions(instanceId: context.GetInput<string>())))
        .Orchestrator("Waits", static context => context.WaitForExternalEvent<string>("E"))
        .Orchestrator("CallsWaits", static context => context.CallSubOrchestratorAsync<string>(
            "Waits", options: new TaskOptions(null).WithInstanceId("the-child")));

    [Fact]
    public async Task A_child_gets_the_id_given_and_knows_its_parent()
    {
        await using var engine = await EngineFixture.StartAsync(Family());

        (await engine.RunAsync("Parent", "kid", "dad")).ReadOutputAs<string>().Should().Be("kid|Parent|dad|5");
    }

    [Fact]
    public async Task Without_an_id_a_child_gets_one_that_is_equal_in_every_replay()
    {
        await using var engine = await EngineFixture.StartAsync(Family());

        var ended = await engine.RunAsync("Parent", null, "dad");

        ended.ReadOutputAs<string>().Should().MatchRegex("^[0-9a-f]{32}\\|Parent\\|dad\\|5$");
    }

    [Fact]
    public async Task A_child_whose_id_is_in_use_fails_its_call()
    {
        await using var engine = await EngineFixture.StartAsync(Family());
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits", null, new StartOrchestrationOptions("kid"));

        (await engine.RunAsync("Parent", "kid")).FailureDetails!.InnerFailure!.ErrorType
            .Should().Be("DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException");
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminating_a_parent_ends_its_children_only_when_asked(bool recursive, OrchestrationRuntimeStatus expected)
    {
        await using var engine = await EngineFixture.StartAsync(Family());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("CallsWaits");
        await engine.Client.WaitForInstanceStartAsync("the-child", TestContext.Current.CancellationToken);

        await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("stop", recursive));
        await engine.EndAsync(id);

        if (recursive)
            await engine.EndAsync("the-child");
        (await engine.Client.GetInstanceAsync("the-child"))!.RuntimeStatus.Should().Be(expected);
    }

    [Fact]
    public async Task A_terminated_child_fails_its_call()
    {
        await using var engine = await EngineFixture.StartAsync(Family());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("CallsWaits");
        await engine.Client.WaitForInstanceStartAsync("the-child", TestContext.Current.CancellationToken);

        await engine.Client.TerminateInstanceAsync("the-child");

        (await engine.EndAsync(id)).FailureDetails!.InnerFailure!.ErrorMessage.Should().Be("The orchestration was terminated.");
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Purging_a_parent_removes_its_children_only_when_asked(bool recursive, int expected)
    {
        await using var engine = await EngineFixture.StartAsync(Family());
        await engine.RunAsync("Parent", "kid", "dad");

        var purged = await engine.Client.PurgeInstanceAsync("dad", new PurgeInstanceOptions(recursive));

        purged.PurgedInstanceCount.Should().Be(expected);
        (await engine.Client.GetInstanceAsync("kid") is null).Should().Be(recursive);
    }
}
