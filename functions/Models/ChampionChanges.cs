using CloudRestore.Core.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Models;

/// <summary>Changes of the aliases that people ask for. Each stands in the history once, however often it is asked for.</summary>
/// <param name="registry">The registry of models.</param>
/// <param name="time">The clock.</param>
public sealed class ChampionChanges(ModelRegistryStore registry, TimeProvider time)
{
    private const int MaxReasonLength = 500;

    /// <summary>Makes a model champion; one that is champion stays it, and nothing is written.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="condition">The ETag that the caller expects.</param>
    /// <param name="requestId">The request, so that a repetition is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such model, or the registry has changed.</exception>
    internal async Task<Versioned<ModelRegistry>> PromoteAsync(
        string version, string? reason, IfMatch condition, string requestId, CancellationToken cancellationToken)
    {
        var why = Reason(reason) ?? "Promoted over HTTP.";
        await RequireModelAsync(version, cancellationToken);
        return await ChangeAsync(
            before => Task.FromResult(before.With(new Promotion(version, null, why, time.GetUtcNow(), RequestId: requestId))),
            condition, requestId, cancellationToken);
    }

    /// <summary>Returns to the champion before this one; asked again, to the one before that.</summary>
    /// <param name="reason">Why, or null.</param>
    /// <param name="condition">The ETag that the caller expects.</param>
    /// <param name="requestId">The request, so that a repetition is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is none before, or it was deleted, or the registry has changed.</exception>
    internal Task<Versioned<ModelRegistry>> RollBackAsync(string? reason, IfMatch condition, string requestId, CancellationToken cancellationToken)
    {
        var given = Reason(reason);
        return ChangeAsync(
            async before =>
            {
                var target = before.BeforeChampion()
                    ?? throw new RequestRefusedException(409, "There is no champion before this one: promote another model with POST /api/models/{version}/promote.");
                if (!await registry.HasModelAsync(target, cancellationToken))
                    throw new RequestRefusedException(409, $"The champion before, '{target}', was deleted: promote another model with POST /api/models/{{version}}/promote.");
                return before.With(new Promotion(target, null, given ?? $"Rolled back from {before.Champion}.", time.GetUtcNow(), true, requestId));
            },
            condition, requestId, cancellationToken);
    }

    /// <summary>Names a model as candidate.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="condition">The ETag that the caller expects.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such model, or the registry has changed.</exception>
    internal async Task<Versioned<ModelRegistry>> SetCandidateAsync(string version, IfMatch condition, CancellationToken cancellationToken)
    {
        await RequireModelAsync(version, cancellationToken);
        return await ChangeAsync(before => Task.FromResult(before with { Candidate = version }), condition, null, cancellationToken);
    }

    private Task<Versioned<ModelRegistry>> ChangeAsync(
        Func<ModelRegistry, Task<ModelRegistry>> change, IfMatch condition, string? requestId, CancellationToken cancellationToken) => registry.ChangeAsync(
            (before, etag) =>
            {
                if (before.Knows(requestId))
                    return Task.FromResult(before);
                condition.Require(etag, "the registry of models");
                return change(before);
            },
            cancellationToken);

    private async Task RequireModelAsync(string version, CancellationToken cancellationToken)
    {
        if (!Identifier.IsValid(version) || !await registry.HasModelAsync(version, cancellationToken))
            throw ModelCatalog.Missing(version);
    }

    private static string? Reason(string? given) => given switch
    {
        null or "" => null,
        { Length: > MaxReasonLength } => throw new RequestRefusedException(400, $"The reason has {given.Length} characters; {MaxReasonLength} are allowed."),
        _ => Printable.Shorten(given, MaxReasonLength),
    };
}
