using CloudRestore.Functions.Webhooks;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookOptionsTests
{
    [Fact]
    public void Without_settings_nothing_is_wrong_and_webhooks_are_off() => Problem(new()).Should().BeNull();

    [Fact]
    public void A_secret_that_cannot_sign_stops_the_app_without_being_repeated() =>
        Problem(new() { SigningSecret = "whsec_hunter2" }).Should().StartWith("The setting Webhooks:SigningSecret must be").And.NotContain("hunter2");

    [Fact]
    public void No_text_of_the_settings_has_the_secret() => $"{new WebhookOptions { SigningSecret = "whsec_hunter2" }}".Should().NotContain("hunter2");

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_named(int port) => Problem(new() { AdditionalPorts = { 8443, port } }).Should().Contain($"has {port}:");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("all")]
    public void A_network_that_is_none_is_named(string network) => Problem(new() { AllowedNetworks = { "10.0.0.0/8", network } }).Should().Contain($"has '{network}'");

    [Fact]
    public void A_file_without_certificates_is_named() =>
        Problem(new() { TrustedCertificates = "/nowhere/ca.pem" }).Should().Be("The setting Webhooks:TrustedCertificates is '/nowhere/ca.pem', which is no file with certificates in PEM.");

    private static string? Problem(WebhookOptions options) => new WebhookOptionsValidation().Validate(null, options).FailureMessage;
}
