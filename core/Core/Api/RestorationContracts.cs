using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Api;

/// <summary>Body of <c>POST /api/restorations</c> for photographs that are in <c>uploads</c> already.</summary>
/// <param name="Photographs">Their names, at most 10,000; null with a prefix.</param>
/// <param name="Id">An id of the caller's choice, so that the same call twice is one restoration; or null.</param>
/// <param name="Model">A model's version; the champion if null.</param>
/// <param name="Size">The shorter side in pixels, or null.</param>
/// <param name="Scale">A factor, or null.</param>
/// <param name="Prefix">In place of names: every photograph whose name begins so, e.g. <c>1968/</c>.</param>
/// <param name="Webhook">An address to call when the restoration starts and when it ends; or null.</param>
public sealed record StartRestoration(
    IReadOnlyList<string>? Photographs = null,
    string? Id = null,
    string? Model = null,
    int? Size = null,
    double? Scale = null,
    string? Prefix = null,
    AskWebhook? Webhook = null);

/// <summary>A restoration as the API shows it.</summary>
public sealed record Restoration
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The model's version.</summary>
    public required string Model { get; init; }

    /// <summary>The size asked for.</summary>
    public required OutputSize Size { get; init; }

    /// <summary>How many photographs it has.</summary>
    public required int Total { get; init; }

    /// <summary>How many have ended, restored or not.</summary>
    public required int Finished { get; init; }

    /// <summary>Of these, how many were not restored.</summary>
    public int Failed { get; init; }

    /// <summary>Each photograph; only with its end when it has one. None of a large restoration: <c>GET /api/restorations/{id}/photographs</c> lists them.</summary>
    public required IReadOnlyList<PhotographOutcome> Photographs { get; init; }

    /// <summary>Why it failed as a whole, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What has come of calling its webhook; null if it has none.</summary>
    public WebhookDeliveries? Webhook { get; init; }
}
