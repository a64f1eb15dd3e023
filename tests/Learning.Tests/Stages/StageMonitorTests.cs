using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Learning.Tests.Stages;

public sealed class StageMonitorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<StageProgress> _progress = [];
    private readonly List<long> _saved = [];
    private readonly CancellationTokenSource _suspend = new();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_stops_the_stage_in_one_sentence(double loss)
    {
        var monitor = new StageMonitor(Context(), "gan", 0, 10, CancellationToken.None);
        var step = () => monitor.StepDone(3, images: 1, loss, checkpoint: Write);
        step.Should().Throw<StageFailedException>().WithMessage("The loss became * at step 3 of 10 of the stage gan; lower the learning rate*");
        _saved.Should().BeEmpty();
    }

    [Fact]
    public void Progress_is_told_at_most_a_few_times_a_second_and_always_at_the_end()
    {
        var monitor = new StageMonitor(Context(), "gan", 0, 100, CancellationToken.None);
        for (var step = 1; step <= 100; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            monitor.StepDone(step, images: 4, loss: 1);
        }

        _progress.Count.Should().BeInRange(30, 36);
        _progress[^1].Should().Be(new StageProgress("gan", 100, 100, 1, 40, 0, null));
        _progress[10].SecondsLeft.Should().BeApproximately(7, 0.2);
    }

    [Fact]
    public void A_checkpoint_is_saved_when_its_time_has_come_and_not_at_the_end()
    {
        var monitor = new StageMonitor(Context(), "gan", 0, 30, CancellationToken.None);
        for (var step = 1; step <= 30; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            monitor.StepDone(step, images: 4, loss: 1, checkpoint: Write);
        }

        _saved.Should().Equal(10, 20);
    }

    [Fact]
    public void Suspending_saves_and_cancelling_does_not()
    {
        using var cancel = new CancellationTokenSource();
        var monitor = new StageMonitor(Context(), "gan", 0, 30, cancel.Token);
        _suspend.Cancel();
        var step = () => monitor.StepDone(1, images: 4, loss: 1, checkpoint: Write);
        step.Should().Throw<StageSuspendedException>();
        _saved.Should().Equal(1);

        cancel.Cancel();
        step.Should().Throw<OperationCanceledException>();
        _saved.Should().Equal(1);
    }

    public void Dispose() => _suspend.Dispose();

    private static void Write(string folder) => Directory.Exists(folder).Should().BeFalse("nothing was written yet");

    private StageContext Context() => new()
    {
        Preset = PresetCatalog.Load("tiny"),
        Seed = 1,
        Device = "cpu",
        PairsFolder = "",
        HeldOutFolder = "",
        Inputs = new Dictionary<string, string>(),
        OutputFolder = "",
        CheckpointFolder = "nowhere",
        Report = _progress.Add,
        Save = checkpoint => _saved.Add(checkpoint.Step),
        CheckpointInterval = TimeSpan.FromSeconds(10),
        Time = _time,
        Suspend = _suspend.Token,
    };
}
