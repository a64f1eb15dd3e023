using CloudRestore.Learning.Presets;

namespace CloudRestore.Learning.Stages;

/// <summary>What a stage is given: its settings, its folders and its way to report.</summary>
public sealed record StageContext
{
    /// <summary>The settings of the run.</summary>
    public required Preset Preset { get; init; }

    /// <summary>Whether an evaluation leaves its scores alone, and no model, pictures or page.</summary>
    public bool ScoresOnly { get; init; }

    /// <summary>The seed of the run. The same seed, data and preset give the same weights, bit for bit on CPU.</summary>
    public required ulong Seed { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Folder with <c>shard-*.tar</c>, the pairs to train on.</summary>
    public required string PairsFolder { get; init; }

    /// <summary>Folder with <c>shard-*.tar</c>, the pairs that no training step sees.</summary>
    public required string HeldOutFolder { get; init; }

    /// <summary>Role (see <see cref="StageRoles"/>) to the local file or folder that earlier stages left.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>An empty folder; what the stage leaves here is its output.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>A scratch folder in which the stage writes a checkpoint before it saves it.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>A complete checkpoint of this stage to go on from, or null to begin.</summary>
    public string? ResumeFolder { get; init; }

    /// <summary>Called at most a few times a second, on the stage's thread.</summary>
    public required Action<StageProgress> Report { get; init; }

    /// <summary>Stores a checkpoint; returns when it is safe, and its folder may then be reused.</summary>
    public required Action<StageCheckpoint> Save { get; init; }

    /// <summary>The time between two checkpoints.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>The clock; only checkpoints and progress look at it, never the training itself.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The machine is going away: the stage saves a checkpoint at its next step, then throws <see cref="StageSuspendedException"/>.</summary>
    public CancellationToken Suspend { get; init; }

    /// <summary>The local file or folder of a role.</summary>
    /// <exception cref="StageFailedException">The role is missing.</exception>
    public string Input(string role) =>
        Inputs.TryGetValue(role, out var path) ? path : throw new StageFailedException($"The stage needs the input '{role}', which was not given.");
}
