using CloudRestore.Core.Runs;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd;

public sealed class KilledFunctionAppTests(TrainedStack stack)
{
    // From within the first activities to well into training.
    private static readonly double[] SecondsToKill = [0.2, 0.5, 0.9, 1.2, 1.5, 1.8];

    // Activities that a run calls once.
    private static readonly string[] RunOnce = ["ListPhotographs", "InspectPhotographs", "WriteManifest", "ReadChampion", "RegisterModel", "Promote"];

    [Fact]
    public async Task A_function_app_killed_in_the_middle_of_an_orchestration_finishes_it_and_repeats_no_completed_activity()
    {
        const string Run = "killed-app";
        var cancellationToken = TestContext.Current.CancellationToken;
        await stack.StartAsync(Run);
        var completed = new List<(string Orchestration, int Task)>();
        var executions = new Dictionary<string, int>();
        foreach (var seconds in SecondsToKill)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
            await stack.Stack.FunctionApp!.KillAsync();
            var unfinished = Histories.Unfinished(stack.DataFolder, Run);
            var now = Histories.CompletedActivities(stack.DataFolder, Run);
            var counts = Histories.NamesOfCompleted(stack.DataFolder, Run).Intersect(RunOnce).ToDictionary(static name => name, Executions);
            await stack.Stack.StartFunctionAppAsync(cancellationToken);

            unfinished.Should().Contain(Run, "it was to be killed before the run's end");
            now.Should().OnlyHaveUniqueItems("an activity is completed once");
            completed.Where(activity => unfinished.Contains(activity.Orchestration)).Except(now).Should().BeEmpty("what was completed stays so");
            completed = now;
            foreach (var (name, count) in counts)
                executions.TryAdd(name, count);
        }

        executions.Should().NotBeEmpty();
        var run = await stack.EndAsync(Run);

        run.Status.Should().Be(RunStatus.Succeeded, run.Reason);
        foreach (var (name, count) in executions)
            Executions(name).Should().Be(count, $"{name} was completed before the app was killed");
        (await stack.WeightsAsync(Run)).Should().Equal(await stack.WeightsAsync(TrainedStack.UndisturbedRun));
    }

    private int Executions(string activity) => File.ReadLines(stack.Stack.FunctionApp!.LogPath).Count(line => line.Contains($"Function.{activity}[0] Executing", StringComparison.Ordinal));
}
