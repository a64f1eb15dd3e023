using CloudRestore.Cli.Training;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;

namespace CloudRestore.Cli.Tests.Training;

public sealed class StageTextTests
{
    [Fact]
    public void A_stage_under_way_tells_step_loss_speed_and_time_left() => StageText.Of(
        new TrainingStage { Name = "gan", Status = RunStatus.Running, Step = 30, Steps = 120, Loss = 0.123456, ImagesPerSecond = 17.04, SecondsLeft = 75 })
        .Should().Be("step 30/120, loss 0.1235, 17.0 images/s, 1 min 15 s left");

    [Fact]
    public void A_stage_that_trains_nothing_has_no_loss() => StageText.Of(
        new TrainingStage { Name = "evaluate", Status = RunStatus.Running, Step = 1, Steps = 4 }).Should().Be("step 1/4");

    [Theory]
    [InlineData(RunStatus.Succeeded, "done in 5.0 s")]
    [InlineData(RunStatus.Failed, "failed in 5.0 s")]
    [InlineData(RunStatus.Cancelled, "cancelled in 5.0 s")]
    public void A_stage_that_ended_tells_how_and_after_how_long(RunStatus status, string text) =>
        StageText.Of(new TrainingStage { Name = "gan", Status = status, Seconds = 5, Step = 3, Steps = 4 }).Should().Be(text);

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Durations_are_said_as_a_person_would(double seconds, string text) => StageText.Duration(seconds).Should().Be(text);
}
