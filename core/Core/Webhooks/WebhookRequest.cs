namespace CloudRestore.Core.Webhooks;

/// <summary>The webhook of a run or restoration, as its record has it.</summary>
/// <param name="Url">The https address. Its path and query may hold a secret of the receiver's: they are kept in the record and shown nowhere.</param>
/// <param name="Events">What it is told of, sorted, each once; null for everything.</param>
public sealed record WebhookRequest(string Url, IReadOnlyList<WebhookEventType>? Events = null)
{
    /// <summary>The same with scheme, host and port alone, for whoever looks at the run.</summary>
    public WebhookRequest Shown() => this with { Url = new Uri(Url).GetLeftPart(UriPartial.Authority) + "/..." };

    /// <summary>Whether it is told of this.</summary>
    public bool Wants(WebhookEventType type) => Events is null || Events.Contains(type);

    /// <summary>Whether both call the same address for the same events.</summary>
    public bool Equals(WebhookRequest? other) =>
        other is not null && Url == other.Url && (Events ?? []).SequenceEqual(other.Events ?? []) && Events is null == other.Events is null;

    /// <inheritdoc/>
    public override int GetHashCode() => Url.GetHashCode(StringComparison.Ordinal);

    /// <summary>Names what can be shown.</summary>
    public override string ToString() => Shown().Url;
}
