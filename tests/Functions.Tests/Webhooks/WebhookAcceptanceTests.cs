using CloudRestore.Core.Api;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Webhooks;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookAcceptanceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_secret_webhooks_are_refused_and_everything_else_is_not(string? secret)
    {
        var acceptance = Acceptance(new() { SigningSecret = secret });

        FluentActions.Invoking(() => acceptance.Read(new AskWebhook("https://example.com/"))).Should().Throw<RequestRefusedException>()
            .Where(e => e.Status == 409 && e.Message == "Webhooks are off, because nothing is set to sign them with: set Webhooks:SigningSecret, or leave out \"webhook\".");
        acceptance.Read(null).Should().BeNull();
    }

    [Fact]
    public void An_address_of_other_letters_leads_to_the_same_place_when_it_is_read_again()
    {
        var kept = new Uri(Acceptance(new() { SigningSecret = FunctionApp.WebhookSecret }).Read(new AskWebhook("https://bücher.example/ä?ö"))!.Url);

        (kept.IdnHost, kept.PathAndQuery).Should().Be(("xn--bcher-kva.example", "/%C3%A4?%C3%B6"));
    }

    private static WebhookAcceptance Acceptance(WebhookOptions settings) =>
        WebhookServices.Acceptance(StorageClients.FromConnectionString("UseDevelopmentStorage=true"), settings);
}
