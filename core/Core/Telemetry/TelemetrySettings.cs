using System.Data.Common;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Core.Telemetry;

/// <summary>Where telemetry goes. Without settings it goes nowhere.</summary>
/// <param name="Otlp">Whether there is a collector; OpenTelemetry reads the other settings <c>OTEL_EXPORTER_OTLP_*</c> itself.</param>
/// <param name="AzureMonitor">The connection string of Application Insights, or null.</param>
/// <param name="Credential">The identity that Application Insights is written to with; null: with the key in its connection string.</param>
public sealed record TelemetrySettings(bool Otlp, string? AzureMonitor, TokenCredential? Credential)
{
    /// <summary>The address of a collector that speaks OTLP.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The connection string of Application Insights.</summary>
    public const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary><c>Authorization=AAD</c>, with <c>ClientId=...</c> for a user-assigned identity: as the Functions host reads it.</summary>
    public const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be used.</exception>
    public static TelemetrySettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var endpoint = configuration[OtlpEndpoint];
        if (!string.IsNullOrEmpty(endpoint) && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new InvalidOperationException($"The setting {OtlpEndpoint} is no address of a collector: give one like http://localhost:4317, or leave it out.");
        var connection = configuration[ConnectionString];
        if (string.IsNullOrEmpty(connection))
            return new(!string.IsNullOrEmpty(endpoint), null, null);
        if (!Parts(connection, ConnectionString).TryGetValue("InstrumentationKey", out var key) || !Guid.TryParse(key as string, out _))
            throw new InvalidOperationException($"The setting {ConnectionString} names no InstrumentationKey: copy it from the overview of Application Insights, or leave it out.");
        return new(!string.IsNullOrEmpty(endpoint), connection, Identity(configuration[Authentication]));
    }

    private static ManagedIdentityCredential? Identity(string? authentication)
    {
        if (string.IsNullOrEmpty(authentication))
            return null;
        var parts = Parts(authentication, Authentication);
        if (!parts.TryGetValue("Authorization", out var how) || how as string is not "AAD")
            throw new InvalidOperationException($"The setting {Authentication} must be Authorization=AAD, with ClientId=... before it for a user-assigned identity.");
        return new(parts.TryGetValue("ClientId", out var id) && id is string clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
    }

    private static DbConnectionStringBuilder Parts(string text, string setting)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"The setting {setting} is not a list of names and values, name=value;name=value.", e);
        }
    }
}
