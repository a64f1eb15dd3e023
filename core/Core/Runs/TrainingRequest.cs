using CloudRestore.Core.Jobs;
using CloudRestore.Core.Webhooks;

namespace CloudRestore.Core.Runs;

/// <summary><c>runs/{run}/request.json</c>: what a training run was asked for. Created once; the run follows from it alone.</summary>
public sealed record TrainingRequest
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The preset: one of <see cref="PresetNames"/>.</summary>
    public required string Preset { get; init; }

    /// <summary>Changes to the preset, e.g. <c>gan.steps</c> = <c>100</c>.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The damage recipe's name.</summary>
    public string Recipe { get; init; } = "lesson7";

    /// <summary>The seed of everything that is drawn.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Version of the model whose generator training starts from, or null to start from nothing.</summary>
    public string? Parent { get; init; }

    /// <summary>File name, without its end, of the ImageNet weights that the encoder starts from, or null.</summary>
    public string? Encoder { get; init; }

    /// <summary>How many times generate, pretrain-critic and gan follow each other, 1 to <see cref="RunStage.MaxCycles"/>.</summary>
    public int Cycles { get; init; } = 1;

    /// <summary>When the model becomes champion.</summary>
    public PromotionPolicy Promotion { get; init; }

    /// <summary>Whether a person must approve the promotion that the policy allows.</summary>
    public bool Approval { get; init; }

    /// <summary>The address to call, or null.</summary>
    public WebhookRequest? Webhook { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the span in which it was accepted, or null: everything that follows is in its trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The same without what is kept of the webhook's address and shown nowhere.</summary>
    public TrainingRequest Shown() => this with { Webhook = Webhook?.Shown() };

    /// <summary>Whether <paramref name="other"/> asks for the same, time and trace aside.</summary>
    public bool AsksTheSameAs(TrainingRequest other) =>
        this with { CreatedAt = other.CreatedAt, TraceParent = other.TraceParent, Overrides = other.Overrides } == other
        && Overrides.Count == other.Overrides.Count
        && Overrides.All(entry => other.Overrides.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
