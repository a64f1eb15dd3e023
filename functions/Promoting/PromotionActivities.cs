using System.Text.Json;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Training;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Promoting;

/// <summary>Judges the model of a run and promotes it.</summary>
public sealed class PromotionActivities
{
    private readonly StorageClients _storage;
    private readonly ModelRegistryStore _registry;
    private readonly TrainingSets _training;
    private readonly IOptions<PromotionOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PromotionActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="registry">The registry of models.</param>
    /// <param name="training">What models were trained on.</param>
    /// <param name="options">What "not worse" means.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Gives the log lines their run.</param>
    public PromotionActivities(
        StorageClients storage,
        ModelRegistryStore registry,
        TrainingSets training,
        IOptions<PromotionOptions> options,
        TimeProvider time,
        ILogger<PromotionActivities> logger) =>
        (_storage, _registry, _training, _options, _time, _logger) = (storage, registry, training, options, time, logger);

    /// <summary>Decides by the scores of single photographs, and leaves the decision with the run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The decision; one that was made before stands.</returns>
    [Function(nameof(JudgeModel))]
    public Task<PromotionDecision> JudgeModel([ActivityTrigger] EvaluatedModel model, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.JudgeModel, WorkIds.OfRun(model.Run.Id), model.Run.TraceParent, () => JudgeAsync(model, cancellationToken));

    private async Task<PromotionDecision> JudgeAsync(EvaluatedModel model, CancellationToken cancellationToken)
    {
        var kept = _storage.Blob(Containers.Runs, RunBlobs.Decision(model.Run.Id));
        var decision = PromotionRule.Decide(model.Run.Promotion, await EvidenceAsync(model, cancellationToken), _options.Value);
        return await kept.CreateJsonAsync(decision, cancellationToken)
            ? decision
            : (await kept.ReadJsonAsync<PromotionDecision>(cancellationToken))!;
    }

    /// <summary>What a person said; when the time is over and nobody has, that it is over.</summary>
    /// <param name="look">The run.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(ReadApproval))]
    public async Task<Approval?> ReadApproval([ActivityTrigger] ApprovalLook look, CancellationToken cancellationToken)
    {
        var kept = _storage.Blob(Containers.Runs, RunBlobs.Approval(look.Run));
        if (look.TimedOut)
        {
            var silence = FormattableString.Invariant($"Nobody answered within {look.Timeout:d\\.hh\\:mm\\:ss}.");
            await kept.CreateJsonAsync(new Approval(false, silence, look.At, TimedOut: true), cancellationToken);
        }

        return await kept.ReadJsonAsync<Approval>(cancellationToken);
    }

    /// <summary>Makes the model champion if it may be, and only over the champion it was compared with. From here on the run cannot be cancelled.</summary>
    /// <param name="judged">The model.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>What was done; null if somebody cancelled the run first.</returns>
    [Function(nameof(Promote))]
    public Task<PromotionDecision?> Promote([ActivityTrigger] JudgedModel judged, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.PromoteModel, WorkIds.OfRun(judged.Model.Run.Id), judged.Model.Run.TraceParent, () => PromoteAsync(judged, cancellationToken));

    private async Task<PromotionDecision?> PromoteAsync(JudgedModel judged, CancellationToken cancellationToken)
    {
        var run = judged.Model.Run;
        var wish = _storage.Blob(Containers.Runs, RunBlobs.Cancel(run.Id));
        if (!await wish.CreateJsonAsync(new CancellationWish(TooLate: true), cancellationToken)
            && await wish.ReadJsonAsync<CancellationWish>(cancellationToken) is not { TooLate: true })
        {
            return null;
        }

        var allowed = Approved(judged);
        var decision = allowed;
        await _registry.ChangeAsync(
            registry =>
            {
                var isDone = registry.History.Any(promotion => promotion.Model == run.Id);
                decision = !isDone && allowed.Promoted && run.Promotion == PromotionPolicy.IfNotWorse && registry.Champion != judged.Model.Champion
                    ? allowed with { Promoted = false, Reason = $"{registry.Champion} became champion after this model was evaluated, and the two were not compared." }
                    : allowed;
                return decision.Promoted && !isDone
                    ? registry.With(new Promotion(run.Id, null, decision.Reason, _time.GetUtcNow()))
                    : registry;
            },
            cancellationToken);
        await _storage.Blob(Containers.Runs, RunBlobs.Decision(run.Id)).WriteJsonAsync(decision, cancellationToken);
        return decision;
    }

    private static PromotionDecision Approved(JudgedModel judged) => judged.Approval switch
    {
        null => judged.Decision,
        { Approved: true, Comment: var comment } => judged.Decision with { Reason = $"{judged.Decision.Reason} Approved{Words(comment)}" },
        { TimedOut: true, Comment: var comment } => judged.Decision with { Promoted = false, Reason = $"{comment} {judged.Decision.Reason}" },
        { Comment: var comment } => judged.Decision with { Promoted = false, Reason = $"Rejected{Words(comment)} {judged.Decision.Reason}" },
    };

    private static string Words(string? comment) => string.IsNullOrEmpty(comment) ? "." : $": {comment.TrimEnd('.')}.";

    private async Task<PromotionEvidence?> EvidenceAsync(EvaluatedModel model, CancellationToken cancellationToken)
    {
        var manifest = await _storage.Blob(Containers.Runs, RunBlobs.Manifest(model.Run.Id)).ReadJsonAsync<DatasetManifest>(cancellationToken);
        if (manifest is null || await EvaluationAsync(model, cancellationToken) is not { } evaluation)
            return null;
        var own = await _training.OfAsync(model.Run.Id, cancellationToken);
        var champions = model.Champion is null ? null : await _training.OfAsync(model.Champion, cancellationToken);
        return PromotionEvidence.Of(evaluation, manifest, model.Champion, own, champions);
    }

    private async Task<EvaluationDocument?> EvaluationAsync(EvaluatedModel model, CancellationToken cancellationToken)
    {
        try
        {
            return await _storage.Blob(model.Evaluation.Container, model.Evaluation.Path + EvaluationDocument.FileName)
                .ReadJsonAsync<EvaluationDocument>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
