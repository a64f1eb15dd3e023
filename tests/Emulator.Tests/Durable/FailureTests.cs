using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class FailureTests
{
    private static readonly TestCatalog Failing = new TestCatalog()
        .Activity<object?, int>("Act", _ => throw new InvalidDataException("boom", new IOException("why")))
        .Orchestrator("Child", context => context.CallActivityAsync<int>("Act"))
        .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>("Child"))
        .Orchestrator("Throws", _ => throw new InvalidOperationException("outer", new IOException("inner")))
        .Orchestrator("Catches", async context =>
        {
            try
            {
                await context.CallActivityAsync("Act");
                return "nothing thrown";
            }
            catch (TaskFailedException exception)
            {
                var details = exception.FailureDetails;
                return $"{exception.TaskName}|{exception.TaskId}|{exception.Message}|{details.ErrorType}|{details.InnerFailure}|" +
                    $"{details.IsCausedBy<InvalidDataException>()}|{details.IsCausedBy<SystemException>()}|{details.IsCausedBy<IOException>()}";
            }
        });

    [Fact]
    public async Task A_failed_activity_throws_with_its_name_number_and_outermost_exception()
    {
        await using var engine = await EngineFixture.StartAsync(Failing);

        (await engine.RunAsync("Catches")).ReadOutputAs<string>().Should().Be(
            "Act|0|Task 'Act' (#0) failed with an unhandled exception: boom|System.IO.InvalidDataException||True|True|False");
    }

    [Fact]
    public async Task An_unhandled_failure_fails_the_orchestration_with_the_activitys_failure_inside()
    {
        await using var engine = await EngineFixture.StartAsync(Failing);

        var ended = await engine.RunAsync("Child");

        ended.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Failed);
        ended.FailureDetails!.ErrorType.Should().Be("Microsoft.DurableTask.TaskFailedException");
        ended.FailureDetails.InnerFailure!.ErrorType.Should().Be("System.IO.InvalidDataException");
        ended.FailureDetails.InnerFailure.InnerFailure.Should().BeNull();
        ended.SerializedOutput.Should().Be("Task 'Act' (#0) failed with an unhandled exception: boom");
    }

    [Fact]
    public async Task A_failed_child_nests_its_message()
    {
        await using var engine = await EngineFixture.StartAsync(Failing);

        (await engine.RunAsync("Parent")).FailureDetails!.ErrorMessage.Should().Be(
            "Task 'Child' (#0) failed with an unhandled exception: Task 'Act' (#0) failed with an unhandled exception: boom");
    }

    [Fact]
    public async Task An_exception_of_the_orchestrator_keeps_its_causes()
    {
        await using var engine = await EngineFixture.StartAsync(Failing);

        var failure = (await engine.RunAsync("Throws")).FailureDetails!;

        failure.ErrorType.Should().Be("System.InvalidOperationException");
        failure.InnerFailure!.ErrorMessage.Should().Be("inner");
    }

    [Fact]
    public async Task A_missing_activity_fails_its_call_and_says_so()
    {
        var catalog = new TestCatalog().Orchestrator("Calls", context => context.CallActivityAsync("Nobody"));
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Calls")).FailureDetails!.InnerFailure!.ErrorMessage
            .Should().Be("No activity task named 'Nobody' was found.");
    }

    [Fact]
    public async Task WhenAll_throws_the_first_failure_after_all_have_finished()
    {
        var finished = 0;
        var catalog = new TestCatalog()
            .ActivityAsync<int, int>("Act", async (number, cancellation) =>
            {
                await Task.Delay((3 - number) * 30, cancellation);
                Interlocked.Increment(ref finished);
                return number % 2 == 0 ? number : throw new IOException("odd");
            })
            .Orchestrator("All", async context =>
            {
                try
                {
                    await Task.WhenAll(Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("Act", i)));
                    return "nothing thrown";
                }
                catch (TaskFailedException exception)
                {
                    return $"{exception.TaskId} {finished}";
                }
            });
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("All")).ReadOutputAs<string>().Should().Be("1 4", "the third failed before the first, and the last to end had not failed");
    }

    [Fact]
    public async Task An_enormous_message_is_shortened()
    {
        var catalog = new TestCatalog()
            .Activity<object?, int>("Act", static _ => throw new IOException(new string('x', 1_000_000)))
            .Orchestrator("Calls", context => context.CallActivityAsync("Act"));
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Calls")).FailureDetails!.InnerFailure!.ErrorMessage.Should().EndWith("(shortened)").And.HaveLength(16_398);
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_fails_the_orchestration()
    {
        var catalog = new TestCatalog()
            .Activity<object?, string>("Act", static _ => "not a number")
            .Orchestrator("Calls", context => context.CallActivityAsync<int>("Act"));
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Calls")).FailureDetails!.ErrorType.Should().Be("System.Text.Json.JsonException");
    }
}
