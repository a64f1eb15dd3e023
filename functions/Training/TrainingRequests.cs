using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Training;

/// <summary>Makes the record of a run from an HTTP request, or refuses it with one sentence. Pure but for the time.</summary>
internal static class TrainingRequests
{
    private const int MaxOverrides = 50;
    private const int MaxOverrideLength = 100;

    /// <summary>The record of what is asked for, every default filled in.</summary>
    /// <exception cref="RequestRefusedException">Something is wrong with it.</exception>
    public static TrainingRequest Read(StartTrainingRun body, WebhookRequest? webhook, string requestId, TimeProvider time)
    {
        var id = RecordIds.Choose(body.Id, "run", requestId);
        if (string.IsNullOrEmpty(body.Dataset))
            throw new RequestRefusedException(400, "Say which dataset to train on: \"dataset\" names a folder of the container datasets.");
        var overrides = body.Overrides ?? new Dictionary<string, string>();
        if (overrides.Count > MaxOverrides || overrides.Any(entry => entry.Key.Length is 0 or > MaxOverrideLength || entry.Value is not { Length: <= MaxOverrideLength }))
            throw new RequestRefusedException(400, $"There may be {MaxOverrides} overrides, with names and values of at most {MaxOverrideLength} characters.");
        if (body.Promotion is { } policy && !Enum.IsDefined(policy))
            throw new RequestRefusedException(400, "The promotion must be if-not-worse, always or never.");
        if (body is { Approval: true, Promotion: PromotionPolicy.Never })
            throw new RequestRefusedException(400, "With the promotion never there is nothing to approve: leave out one of the two.");
        var preset = body.Preset ?? "lesson7";
        if (!PresetNames.All.Contains(preset))
            throw new RequestRefusedException(400, $"There is no preset '{Printable.Shorten(preset)}': use {string.Join(", ", PresetNames.All)}.");
        if (body.Cycles is < 1 or > RunStage.MaxCycles)
            throw new RequestRefusedException(400, $"\"cycles\" must be 1 to {RunStage.MaxCycles}, not {body.Cycles}.");
        if (body.Parent is not null && body.Encoder is not null)
            throw new RequestRefusedException(400, "Training starts from a parent or from an encoder's weights, not from both: a parent has an encoder.");
        try
        {
            return new TrainingRequest
            {
                Id = id,
                Dataset = Identifier.Require(body.Dataset, "dataset"),
                Preset = preset,
                Overrides = overrides,
                Recipe = DatasetActivities.Recipe(body.Recipe ?? PresetNames.RecipeOf(preset)).Name,
                Seed = body.Seed ?? 42,
                Parent = body.Parent is { } parent ? Identifier.Require(parent, "model") : null,
                Encoder = body.Encoder is { } encoder ? Identifier.Require(encoder, "encoder") : null,
                Cycles = body.Cycles ?? 1,
                Promotion = body.Promotion ?? PromotionPolicy.IfNotWorse,
                Approval = body.Approval ?? false,
                Webhook = webhook,
                CreatedAt = time.GetUtcNow(),
            };
        }
        catch (Exception e) when (e is InvalidNameException or PermanentFailureException)
        {
            throw new RequestRefusedException(400, e.Message);
        }
    }
}
