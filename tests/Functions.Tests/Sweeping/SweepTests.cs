using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Sweeping;

public class SweepTests(FunctionApp app)
{
    [Fact]
    public async Task A_run_that_a_crash_left_recorded_and_unscheduled_is_started() =>
        (await app.TrainingAsync(app.Remains.Run)).Status.Should().Be(RunStatus.Succeeded);

    [Fact]
    public async Task A_restoration_that_a_crash_left_recorded_and_unscheduled_is_started_with_the_model_it_was_pinned_to()
    {
        var restoration = await app.RestorationAsync(app.Remains.Restoration);

        (restoration.Status, restoration.Model).Should().Be((RunStatus.Succeeded, FunctionApp.Model));
    }

    [Fact]
    public async Task What_the_sweep_started_is_run_once()
    {
        await app.TrainingAsync(app.Remains.Run);

        app.Runner.TakenOf(app.Remains.Run).Should().HaveCount(5);
    }
}
