using CloudRestore.Learning.Stages;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>A real stage that tells a test of every step it has done.</summary>
internal sealed class SteppingStage(IStage stage, Action<long> stepDone) : IStage
{
    public string Name => stage.Name;

    public StageResult Run(StageContext context, CancellationToken cancellationToken) => stage.Run(
        context with
        {
            Time = new SteppingTime(),
            Report = progress =>
            {
                context.Report(progress);
                stepDone(progress.Step);
            },
        },
        cancellationToken);

    /// <summary>A clock that moves a second on whenever it is read, so that every step is reported.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
