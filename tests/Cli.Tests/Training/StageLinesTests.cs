using CloudRestore.Cli.Training;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Cli.Tests.Training;

public sealed class StageLinesTests
{
    private readonly List<string> _lines = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_stage_is_told_when_it_begins_every_ten_seconds_and_when_it_ends()
    {
        var lines = new StageLines(_lines.Add, _time);
        for (var second = 0; second < 25; second++)
        {
            lines.Show(Run(new TrainingStage { Name = "gan", Status = RunStatus.Running, Step = second, Steps = 25 }));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        lines.Show(Run(new TrainingStage { Name = "gan", Status = RunStatus.Succeeded, Seconds = 25 }));
        lines.Show(Run(new TrainingStage { Name = "gan", Status = RunStatus.Succeeded, Seconds = 25 }));

        _lines.Should().Equal("gan: step 0/25", "gan: step 10/25", "gan: step 20/25", "gan: done in 25 s");
    }

    private static TrainingRun Run(TrainingStage stage) => new()
    {
        Id = "run",
        Status = RunStatus.Running,
        Request = new TrainingRequest { Id = "run", Dataset = "d", Preset = "tiny", Seed = 1, CreatedAt = DateTimeOffset.UnixEpoch },
        Stages = [stage],
    };
}
