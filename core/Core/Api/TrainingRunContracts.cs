using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Api;

/// <summary>Body of <c>POST /api/training-runs</c>.</summary>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="Id">An id of the caller's choice, so that the same call twice is one run; or null.</param>
/// <param name="Preset">The preset; <c>lesson7</c> if null.</param>
/// <param name="Recipe">The damage recipe; the preset's if null.</param>
/// <param name="Overrides">Changes to the preset, or null.</param>
/// <param name="Seed">The seed; 42, as the lesson's, if null.</param>
/// <param name="Promotion">When the model becomes champion; if it is no worse if null.</param>
/// <param name="Parent">Version of a registered model, of the preset's network, whose generator training starts from; from nothing if null.</param>
/// <param name="Encoder">Name of stored ImageNet weights that the encoder starts from (<c>models/encoders/{name}.safetensors</c>); fresh if null. Not beside a parent.</param>
/// <param name="Cycles">How many times generate, pretrain-critic and gan follow each other, 1 to 9; 1 if null.</param>
/// <param name="Approval">Whether a person must approve the promotion that the policy allows; false if null.</param>
/// <param name="Webhook">An address to call when the run starts, at each stage, and when it ends; or null.</param>
public sealed record StartTrainingRun(
    string? Dataset = null,
    string? Id = null,
    string? Preset = null,
    string? Recipe = null,
    IReadOnlyDictionary<string, string>? Overrides = null,
    ulong? Seed = null,
    PromotionPolicy? Promotion = null,
    string? Parent = null,
    string? Encoder = null,
    int? Cycles = null,
    bool? Approval = null,
    AskWebhook? Webhook = null);

/// <summary>Body of <c>POST /api/training-runs/{id}/approve</c> and <c>/reject</c>; it may be left out.</summary>
/// <param name="Comment">Why; at most 500 characters.</param>
public sealed record AnswerApproval(string? Comment = null);

/// <summary>A training run as the API shows it.</summary>
public sealed record TrainingRun
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What was asked for.</summary>
    public required TrainingRequest Request { get; init; }

    /// <summary>Which beginning of the run this is, from 1; each resumption adds one.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The stages begun so far, in order, with the progress of the one that runs.</summary>
    public IReadOnlyList<TrainingStage> Stages { get; init; } = [];

    /// <summary>The model's version, when registered.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the model became champion.</summary>
    public bool Promoted { get; init; }

    /// <summary>Why it was promoted or not.</summary>
    public string? PromotionReason { get; init; }

    /// <summary>The numbers behind it, as soon as the model is judged.</summary>
    public PromotionDecision? Promotion { get; init; }

    /// <summary>What a person said about the promotion; null if nobody was asked, or has answered yet.</summary>
    public Approval? Approval { get; init; }

    /// <summary>Scores on the held-out photographs.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Why it failed or was cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What has come of calling its webhook; null if it has none.</summary>
    public WebhookDeliveries? Webhook { get; init; }
}

/// <summary>A stage of a run as the API shows it.</summary>
public sealed record TrainingStage
{
    /// <summary>The stage.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Seconds it took, or null while it runs.</summary>
    public double? Seconds { get; init; }

    /// <summary>Steps done, or null before the first report.</summary>
    public long? Step { get; init; }

    /// <summary>Steps in all.</summary>
    public long? Steps { get; init; }

    /// <summary>The smoothed loss.</summary>
    public double? Loss { get; init; }

    /// <summary>Photographs (or crops) a second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Seconds left, estimated.</summary>
    public double? SecondsLeft { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The items, newest first.</param>
/// <param name="Continuation">What to pass for the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);
