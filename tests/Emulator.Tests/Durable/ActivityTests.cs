using CloudRestore.Emulator.Durable.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class ActivityTests
{
    [Fact]
    public async Task A_chain_of_activities_runs_in_order_and_returns_its_output()
    {
        var catalog = new TestCatalog()
            .Activity<string, string>("Say", name => $"Hello {name}")
            .Orchestrator("Chain", async context =>
            {
                var first = await context.CallActivityAsync<string>("Say", context.GetInput<string>());
                return await context.CallActivityAsync<string>("Say", first);
            });
        await using var engine = await EngineFixture.StartAsync(catalog);

        var ended = await engine.RunAsync("Chain", "Ada");

        ended.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
        ended.ReadOutputAs<string>().Should().Be("Hello Hello Ada");
        ended.ReadInputAs<string>().Should().Be("Ada");
    }

    [Fact]
    public async Task A_thousand_activities_fan_out_and_in_each_once()
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Double", number => 2 * number)
            .Orchestrator("FanOut", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => context.CallActivityAsync<int>("Double", i)))).Sum());
        await using var engine = await EngineFixture.StartAsync(catalog);

        var ended = await engine.RunAsync("FanOut");

        ended.ReadOutputAs<int>().Should().Be(999_000);
        catalog.Calls.Should().HaveCount(1000);
    }

    [Fact]
    public async Task Names_of_functions_are_found_in_any_case()
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Double", number => 2 * number)
            .Orchestrator("Twice", context => context.CallActivityAsync<int>("dOUBLE", 4));
        await using var engine = await EngineFixture.StartAsync(catalog);

        var ended = await engine.RunAsync("tWICE");

        ended.ReadOutputAs<int>().Should().Be(8);
        ended.Name.Should().Be("Twice");
    }

    [Fact]
    public async Task Code_runs_again_from_the_start_for_every_batch_and_knows_when_it_replays()
    {
        List<(int Place, bool IsReplaying, Guid Id, DateTime Now)> seen = [];
        var catalog = new TestCatalog()
            .Activity<int, int>("Echo", static number => number)
            .Orchestrator("Two", async context =>
            {
                seen.Add((0, context.IsReplaying, context.NewGuid(), context.CurrentUtcDateTime));
                await context.CallActivityAsync<int>("Echo", 1);
                seen.Add((1, context.IsReplaying, context.NewGuid(), context.CurrentUtcDateTime));
                await context.CallActivityAsync<int>("Echo", 2);
                seen.Add((2, context.IsReplaying, context.NewGuid(), context.CurrentUtcDateTime));
            });
        await using var engine = await EngineFixture.StartAsync(catalog);

        await engine.RunAsync("Two", id: "two");

        seen.Select(static visit => (visit.Place, visit.IsReplaying))
            .Should().Equal((0, false), (0, true), (1, false), (0, true), (1, true), (2, false));
        seen.GroupBy(static visit => visit.Place)
            .Should().OnlyContain(static place => place.Select(visit => visit.Id).Distinct().Count() == 1);
        seen.GroupBy(static visit => visit.Place)
            .Should().OnlyContain(static place => place.Select(visit => visit.Now).Distinct().Count() == 1);
        seen.Select(static visit => visit.Id).Distinct().Should().Equal(seen[^3..].Select(static (visit, number) => DeterministicGuid.Create("two", visit.Now, number)));
        seen.Should().OnlyContain(static visit => visit.Now.Kind == DateTimeKind.Utc);
    }

    [Fact]
    public async Task Values_travel_with_their_declared_names_and_enums_as_numbers()
    {
        var catalog = new TestCatalog()
            .Activity<Order, Order>("Pass", static order => order)
            .Orchestrator("Pass", context => context.CallActivityAsync<Order>("Pass", context.GetInput<Order>()));
        await using var engine = await EngineFixture.StartAsync(catalog);

        var ended = await engine.RunAsync("Pass", new Order("é", DayOfWeek.Friday));

        ended.SerializedOutput.Should().Be("""{"Name":"\u00E9","Day":5}""");
        ended.ReadOutputAs<Order>().Should().Be(new Order("é", DayOfWeek.Friday));
    }

    [Fact]
    public async Task Values_are_read_without_regard_to_the_case_of_their_names()
    {
        var catalog = new TestCatalog()
            .Activity<Order, string>("Name", static order => $"{order.Name} on day {(int)order.Day}")
            .Orchestrator("Reads", static context => context.CallActivityAsync<string>("Name", new { name = context.GetInput<Order>()!.Name, DAY = 5 }));
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Reads", new { NAME = "ada" })).ReadOutputAs<string>().Should().Be("ada on day 5");
    }

    [Fact]
    public async Task An_activity_that_nobody_waits_for_still_runs()
    {
        var ran = new TaskCompletionSource();
        var catalog = new TestCatalog()
            .Activity<int, int>("Late", number =>
            {
                ran.TrySetResult();
                return number;
            })
            .Orchestrator("Forget", context =>
            {
                _ = context.CallActivityAsync("Late", 1);
                return Task.CompletedTask;
            });
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Forget")).RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Completed);
        await ran.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Options_passed_as_the_input_are_refused()
    {
        var catalog = new TestCatalog().Orchestrator("Wrong", context =>
            context.CallActivityAsync("Any", (object)TaskOptions.FromRetryPolicy(new RetryPolicy(1, TimeSpan.FromSeconds(1)))));
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Wrong")).FailureDetails!.ErrorType.Should().Be("System.ArgumentException");
    }

    private sealed record Order(string Name, DayOfWeek Day);
}
