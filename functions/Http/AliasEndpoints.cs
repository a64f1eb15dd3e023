using CloudRestore.Core.Api;
using CloudRestore.Core.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Functions.Http;

/// <summary>The aliases of models over HTTP: which is champion, which was when, and who is next.</summary>
public sealed class AliasEndpoints
{
    private const string Champion = "champion";
    private const string Candidate = "candidate";
    private const string Route = "models";

    private readonly ModelRegistryStore _registry;
    private readonly ChampionChanges _changes;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="registry">The registry of models.</param>
    /// <param name="changes">Changes it.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public AliasEndpoints(ModelRegistryStore registry, ChampionChanges changes, IdempotentPosts posts) =>
        (_registry, _changes, _posts) = (registry, changes, posts);

    /// <summary><c>POST /api/models/{version}/promote</c>: makes a model champion. The body, a <see cref="ChangeChampion"/>, may be left out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">The model's version.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(PromoteModel))]
    public Task<IResult> PromoteModel(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{version}/promote")] HttpRequest request,
        string version,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadOptionalAsync<ChangeChampion>(request, cancellationToken);
                return Show(request, Champion, await _changes.PromoteAsync(version, body?.Reason, IfMatch.Read(request), requestId, cancellationToken));
            },
            cancellationToken);

    /// <summary><c>POST /api/models/rollback</c>: returns to the champion before this one. The body, a <see cref="ChangeChampion"/>, may be left out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(RollBackModel))]
    public Task<IResult> RollBackModel(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/rollback")] HttpRequest request,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadOptionalAsync<ChangeChampion>(request, cancellationToken);
                return Show(request, Champion, await _changes.RollBackAsync(body?.Reason, IfMatch.Read(request), requestId, cancellationToken));
            },
            cancellationToken);

    /// <summary><c>GET /api/models/aliases/{alias}</c>: the model that an alias names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="alias"><c>champion</c> or <c>candidate</c>.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowAlias))]
    public Task<IResult> ShowAlias(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/aliases/{alias}")] HttpRequest request,
        string alias,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        Show(request, alias, await _registry.ReadWithETagAsync(cancellationToken)));

    /// <summary><c>PUT /api/models/aliases/{alias}</c>: names another model; for the champion that is a promotion.</summary>
    /// <param name="request">The body is a <see cref="SetAlias"/>.</param>
    /// <param name="alias"><c>champion</c> or <c>candidate</c>.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(PutAlias))]
    public Task<IResult> PutAlias(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = Route + "/aliases/{alias}")] HttpRequest request,
        string alias,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var body = await Answers.ReadAsync<SetAlias>(request, cancellationToken);
        if (string.IsNullOrEmpty(body.Version))
            throw new RequestRefusedException(400, "Say which model the alias is to name: \"version\" is a model's version.");
        var condition = IfMatch.Read(request);
        return alias switch
        {
            Champion => Show(request, alias, await _changes.PromoteAsync(body.Version, body.Reason, condition, Guid.NewGuid().ToString("N"), cancellationToken)),
            Candidate => Show(request, alias, await _changes.SetCandidateAsync(body.Version, condition, cancellationToken)),
            _ => throw Unknown(alias),
        };
    });

    /// <summary><c>GET /api/models/aliases/champion/history?top=&amp;continuation=</c>: promotions and rollbacks, newest first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListPromotions))]
    public Task<IResult> ListPromotions(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/aliases/champion/history")] HttpRequest request,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var page = PageRequest.Read(request);
        var registry = await _registry.ReadAsync(cancellationToken);
        var (items, continuation) = await page.TakeAsync(
            registry.History.Index().Reverse(), change => PageRequest.KeyOf(change.Index), change => Task.FromResult<Promotion?>(change.Item));
        return ConditionalAnswers.OfContent(request, new Page<Promotion>(items, continuation));
    });

    private static IResult Show(HttpRequest request, string alias, Versioned<ModelRegistry>? found)
    {
        var registry = found?.Value ?? new ModelRegistry();
        var version = alias switch
        {
            Champion => registry.Champion,
            Candidate => registry.Candidate,
            _ => throw Unknown(alias),
        };
        if (version is null)
            throw new RequestRefusedException(404, $"No model is {alias} yet: train one, or name one with PUT /api/models/aliases/{alias}.");
        var change = alias == Champion && registry.History is [.., var last] && last.Model == version ? last : null;
        return ConditionalAnswers.Of(request, new ModelAlias(alias, version, change), found!.ETag);
    }

    private static RequestRefusedException Unknown(string alias) =>
        new(404, $"There is no alias '{Printable.Shorten(alias)}': use {Champion} or {Candidate}.");
}
