using System.Text.Json.Serialization;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>
/// The message on <c>gpu-train</c> and <c>gpu-restore</c> that asks a GPU runner for one job. Exactly one of <see cref="Training"/> and
/// <see cref="Restoration"/> is set. At most <see cref="WireDocument.MaxBytes"/> bytes.
/// </summary>
public sealed record JobMessage : IWireDocument
{
    /// <inheritdoc/>
    public static int CurrentVersion => 1;

    /// <inheritdoc/>
    public static string What => "job message";

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job's id, which is also the id of the orchestration that waits for it and the folder in container <c>jobs</c>.</summary>
    public required string JobId { get; init; }

    /// <summary>What to do.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>The stage of its run, of a job of training.</summary>
    [JsonIgnore]
    public RunStage Stage => new(Kind, Training?.Cycle ?? 1);

    /// <summary>For a stage of training.</summary>
    public TrainingJob? Training { get; init; }

    /// <summary>For one photograph.</summary>
    public RestorationJob? Restoration { get; init; }

    /// <summary>The W3C <c>traceparent</c> of whoever asked, or null.</summary>
    public string? TraceParent { get; init; }

    /// <inheritdoc/>
    public void Validate()
    {
        Identifier.Require(JobId, "job");
        if (!Enum.IsDefined(Kind))
            throw new WireFormatException($"This job message asks for an unknown kind of job, {(int)Kind}.");
        if ((Kind == JobKind.Restore) != (Restoration is not null) || (Kind != JobKind.Restore) != (Training is not null))
            throw new WireFormatException($"This job message of kind '{JobKindNames.NameOf(Kind)}' must carry exactly the data of its kind.");
        if (Training is not null && !Stage.IsValid)
            throw new WireFormatException($"This job message of kind '{JobKindNames.NameOf(Kind)}' names the cycle {Training.Cycle}: only generate, pretrain-critic and gan have cycles, 1 to {RunStage.MaxCycles}.");
        Training?.Validate();
        Restoration?.Validate();
    }
}
