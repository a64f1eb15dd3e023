using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Settings under <c>Webhooks</c>: with what secret, and whom, webhooks call. No record, so that nothing prints the secret.</summary>
public sealed class WebhookOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// What events are signed with: <c>whsec_</c> and 24 to 64 bytes in base64. Two with a space between sign twice, so that receivers can change
    /// from the old to the new. Default none: then no webhook is accepted.
    /// </summary>
    public string? SigningSecret { get; set; }

    /// <summary>Ports that may be called besides 443. Default none.</summary>
    public IList<int> AdditionalPorts { get; } = [];

    /// <summary>Networks that may be called although their addresses are not public, such as <c>10.1.0.0/16</c>. Default none.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>A file of certificates (PEM) that receivers' certificates must lead to, in place of those the machine trusts. Default none.</summary>
    public string? TrustedCertificates { get; set; }

    /// <summary>How long one call may take, from the look-up of the host to the answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls at once in one process; others come later. Default 2, a quarter of the activities that host.json lets run.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 2;
}
