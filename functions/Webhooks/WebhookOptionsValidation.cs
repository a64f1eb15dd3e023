using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudRestore.Core.Naming;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Refuses settings that could only fail at the first call, when nobody looks. No sentence repeats the secret.</summary>
internal sealed class WebhookOptionsValidation : IValidateOptions<WebhookOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
        Problem(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    private static string? Problem(WebhookOptions options)
    {
        if (!string.IsNullOrEmpty(options.SigningSecret) && WebhookSignature.Keys(options.SigningSecret) is null)
            return "The setting Webhooks:SigningSecret must be whsec_ and 24 to 64 random bytes in base64, such as from: echo whsec_$(openssl rand -base64 32).";
        if (options.AdditionalPorts.FirstOrDefault(port => port is < 1 or > 65535) is not 0 and var wrong)
            return $"The setting Webhooks:AdditionalPorts has {wrong}: a port is 1 to 65535.";
        if (options.AllowedNetworks.FirstOrDefault(network => !IPNetwork.TryParse(network, out _)) is { } spoilt)
            return $"The setting Webhooks:AllowedNetworks has '{Printable.Shorten(spoilt)}', which is no network: write one as 10.1.0.0/16.";
        return string.IsNullOrEmpty(options.TrustedCertificates) || HasCertificates(options.TrustedCertificates)
            ? null
            : $"The setting Webhooks:TrustedCertificates is '{Printable.Shorten(options.TrustedCertificates)}', which is no file with certificates in PEM.";
    }

    private static bool HasCertificates(string path)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(path);
            return found.Count > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }
}
