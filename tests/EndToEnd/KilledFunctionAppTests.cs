using CloudRestore.Core.Runs;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd;

public sealed class KilledFunctionAppTests(TrainedStack stack)
{
    // From within the first activities to well into training.
    private static readonly double[] SecondsToKill = [0.2, 0.5, 0.9, 1.4, 2.5, 4];

    [Fact]
    public async Task A_function_app_killed_in_the_middle_of_an_orchestration_finishes_it_and_repeats_no_completed_activity()
    {
        const string Run = "killed-app";
        var cancellationToken = TestContext.Current.CancellationToken;
        await stack.StartAsync(Run);
        var completed = new List<(string Orchestration, int Task)>();
        foreach (var seconds in SecondsToKill)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
            await stack.Stack.FunctionApp!.KillAsync();

            var unfinished = Histories.Unfinished(stack.DataFolder, Run);
            unfinished.Should().Contain(Run, "it was to be killed before the run's end");
            var now = Histories.CompletedActivities(stack.DataFolder, Run);
            now.Should().OnlyHaveUniqueItems("an activity is completed once");
            completed.Where(activity => unfinished.Contains(activity.Orchestration)).Except(now).Should().BeEmpty("what was completed stays so");
            completed = now;
            await stack.Stack.StartFunctionAppAsync(cancellationToken);
        }

        completed.Should().NotBeEmpty();
        var run = await stack.EndAsync(Run);

        run.Status.Should().Be(RunStatus.Succeeded, run.Reason);
        (await stack.WeightsAsync(Run)).Should().Equal(await stack.WeightsAsync(TrainedStack.UndisturbedRun));
    }
}
