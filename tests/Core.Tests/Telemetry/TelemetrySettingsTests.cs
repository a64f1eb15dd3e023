using Azure.Identity;
using CloudRestore.Core.Telemetry;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Core.Tests.Telemetry;

public sealed class TelemetrySettingsTests
{
    private const string Connection = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://somewhere.example/";

    [Fact]
    public void Without_settings_nothing_is_sent_anywhere() => Read().Should().Be(new TelemetrySettings(false, null, null));

    [Fact]
    public void A_collector_and_Application_Insights_may_be_used_together() =>
        Read((TelemetrySettings.OtlpEndpoint, "http://localhost:4317"), (TelemetrySettings.ConnectionString, Connection))
            .Should().Be(new TelemetrySettings(true, Connection, null));

    [Theory]
    [InlineData("Authorization=AAD")]
    [InlineData("ClientId=6a1d3c2e-0000-0000-0000-000000000000;Authorization=AAD")]
    public void Application_Insights_is_written_to_with_the_identity_that_the_host_uses(string authentication) =>
        Read((TelemetrySettings.ConnectionString, Connection), (TelemetrySettings.Authentication, authentication))
            .Credential.Should().BeOfType<ManagedIdentityCredential>();

    [Theory]
    [InlineData(TelemetrySettings.OtlpEndpoint, "collector:4317", "The setting OTEL_EXPORTER_OTLP_ENDPOINT is no address of a collector: give one like http://localhost:4317, or leave it out.")]
    [InlineData(TelemetrySettings.ConnectionString, "IngestionEndpoint=https://a/", "The setting APPLICATIONINSIGHTS_CONNECTION_STRING names no InstrumentationKey: copy it from the overview of Application Insights, or leave it out.")]
    [InlineData(TelemetrySettings.ConnectionString, "InstrumentationKey=secret", "The setting APPLICATIONINSIGHTS_CONNECTION_STRING names no InstrumentationKey: copy it from the overview of Application Insights, or leave it out.")]
    [InlineData(TelemetrySettings.ConnectionString, "secret", "The setting APPLICATIONINSIGHTS_CONNECTION_STRING is not a list of names and values, name=value;name=value.")]
    [InlineData(TelemetrySettings.Authentication, "Authorization=Key", "The setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be Authorization=AAD, with ClientId=... before it for a user-assigned identity.")]
    public void A_setting_that_cannot_be_used_is_told_without_what_it_holds(string name, string value, string sentence) =>
        FluentActions.Invoking(() => Read((TelemetrySettings.ConnectionString, Connection), (name, value)))
            .Should().Throw<InvalidOperationException>().WithMessage(sentence);

    private static TelemetrySettings Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        foreach (var (name, value) in settings)
            configuration[name] = value;
        return TelemetrySettings.Read(configuration);
    }
}
