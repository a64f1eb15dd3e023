using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Stages;

/// <summary>Runs stages of the tiny preset over drawn pictures in a temporary folder.</summary>
internal sealed class StageRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StageRun()
    {
        TestPairs.Write(_folder.Sub("pairs"), count: 3, seed: 10);
        TestPairs.Write(_folder.Sub("held-out"), count: 2, seed: 90);
    }

    public Preset Preset { get; init; } = PresetCatalog.Load("tiny");

    /// <summary>See <see cref="StageContext.ScoresOnly"/>.</summary>
    public bool ScoresOnly { get; init; }

    public List<StageProgress> Progress { get; } = [];

    public List<(long Step, string Folder)> Checkpoints { get; } = [];

    /// <summary>Told of progress in place of <see cref="Progress"/>.</summary>
    public Action<StageProgress>? OnProgress { get; init; }

    /// <summary>Suspends when a step has been done; 0 never does.</summary>
    public long SuspendAt { get; init; }

    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromDays(1);

    public string Folder(string name) => _folder.Sub(name);

    /// <summary>Runs one stage into the folder <paramref name="output"/> and gives that folder.</summary>
    public string Run(string stage, string output, IReadOnlyDictionary<string, string>? inputs = null, string? resume = null, CancellationToken cancellationToken = default)
    {
        using var suspend = new CancellationTokenSource();
        var folder = Folder(output);
        StageCatalog.Get(stage).Run(
            new StageContext
            {
                Preset = Preset,
                ScoresOnly = ScoresOnly,
                Seed = 77,
                Device = "cpu",
                PairsFolder = Folder("pairs"),
                HeldOutFolder = Folder("held-out"),
                Inputs = inputs ?? new Dictionary<string, string>(),
                OutputFolder = folder,
                CheckpointFolder = Folder("checkpoint"),
                ResumeFolder = resume,
                Report = progress =>
                {
                    (OnProgress ?? Progress.Add)(progress);
                    if (SuspendAt > 0 && progress.Step >= SuspendAt)
                        suspend.Cancel();
                },
                Save = checkpoint => Checkpoints.Add((checkpoint.Step, Copy(checkpoint))),
                CheckpointInterval = CheckpointInterval,
                Time = new SteppingTime(),
                Suspend = suspend.Token,
            },
            cancellationToken);
        return folder;
    }

    public void Dispose() => _folder.Dispose();

    // A checkpoint's folder may be written again once Save has returned.
    private string Copy(StageCheckpoint checkpoint)
    {
        var copy = Folder($"saved-{checkpoint.Step}");
        foreach (var file in Directory.GetFiles(checkpoint.Folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        return copy;
    }

    /// <summary>A clock that moves a second on whenever it is read, so that every step is reported.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
