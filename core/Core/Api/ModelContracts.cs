using System.Text.Json;
using CloudRestore.Core.Models;

namespace CloudRestore.Core.Api;

/// <summary>A registered model as the API shows it.</summary>
public sealed record RegisteredModel
{
    /// <summary>Its version: the id of the run that trained it, or the name it came with.</summary>
    public required string Version { get; init; }

    /// <summary>The aliases that name it now: <c>champion</c>, <c>candidate</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>When it was champion, oldest first.</summary>
    public IReadOnlyList<Reign> Reigns { get; init; } = [];

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Bytes of all its files.</summary>
    public required long Bytes { get; init; }

    /// <summary>What its card calls it.</summary>
    public string? Name { get; init; }

    /// <summary>The training run that made it, if it was trained here.</summary>
    public string? Run { get; init; }

    /// <summary>Version of the model that its training started from.</summary>
    public string? Parent { get; init; }

    /// <summary>The dataset it was trained on.</summary>
    public string? Dataset { get; init; }

    /// <summary>The damage recipe it was trained to undo.</summary>
    public string? Recipe { get; init; }

    /// <summary>The preset it was trained with.</summary>
    public string? Preset { get; init; }

    /// <summary>Under which terms its weights may be used.</summary>
    public string? License { get; init; }

    /// <summary>Scores on held-out photographs, e.g. <c>psnrRestored</c> in dB.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    /// <summary>Why its card cannot be read, or null.</summary>
    public string? Problem { get; init; }
}

/// <summary>One page of models, and the aliases.</summary>
/// <param name="Items">The models, newest first.</param>
/// <param name="Continuation">What to pass for the next page, or null at the end.</param>
/// <param name="Champion">The version that restores uploads, or null.</param>
/// <param name="Candidate">The newest registered version, or null.</param>
public sealed record ModelPage(IReadOnlyList<RegisteredModel> Items, string? Continuation, string? Champion, string? Candidate);

/// <summary>A model with its card and its files.</summary>
/// <param name="Model">What the list says of it.</param>
/// <param name="Card">Its <c>manifest.json</c>, or null if it cannot be read.</param>
/// <param name="Files">Its files, by name.</param>
public sealed record ModelDetails(RegisteredModel Model, JsonElement? Card, IReadOnlyList<ModelFile> Files);

/// <summary>A file of a model.</summary>
/// <param name="Name">Its name, for <c>GET /api/models/{version}/files/{name}</c>.</param>
/// <param name="Bytes">Its length.</param>
public sealed record ModelFile(string Name, long Bytes);

/// <summary>Body of <c>POST /api/models/{version}/promote</c> and <c>POST /api/models/rollback</c>; it may be left out.</summary>
/// <param name="Reason">Why, for the history; at most 500 characters.</param>
public sealed record ChangeChampion(string? Reason = null);

/// <summary>Body of <c>PUT /api/models/aliases/{alias}</c>.</summary>
/// <param name="Version">The model that the alias is to name.</param>
/// <param name="Reason">Why, for the history of the champion; at most 500 characters.</param>
public sealed record SetAlias(string? Version = null, string? Reason = null);

/// <summary>What an alias names.</summary>
/// <param name="Alias"><c>champion</c> or <c>candidate</c>.</param>
/// <param name="Version">The model's version.</param>
/// <param name="Change">How it became champion, if it did by promotion or rollback.</param>
public sealed record ModelAlias(string Alias, string Version, Promotion? Change = null);
