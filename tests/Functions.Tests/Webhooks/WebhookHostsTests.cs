using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Webhooks;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookHostsTests
{
    private readonly ScriptedResolver _resolver = new ScriptedResolver()
        .Add("hooks.example", ["93.184.215.14", "2606:2800:21f:cb07::1"])
        .Add("mixed.example", ["93.184.215.14", "10.0.0.7"])
        .Add("inside.example", ["10.0.0.7"])
        .Add("localhost", ["127.0.0.1", "::1"])
        .Add("metadata.google.internal", ["169.254.169.254"])
        .Add("nowhere.example", []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://hooks.example/a?token=b")]
    [InlineData("https://hooks.example:443/")]
    [InlineData("https://hooks.example:8443/")]
    [InlineData("HTTPS://HOOKS.EXAMPLE")]
    public void Https_on_a_port_that_is_allowed_is_read(string url) => Hosts().Read(url).Host.Should().Be("hooks.example");

    [Theory]
    [InlineData(null, "*must be an address such as*")]
    [InlineData("", "*must be an address such as*")]
    [InlineData("hooks.example/a", "*must be an address such as*")]
    [InlineData("https://", "*must be an address such as*")]
    [InlineData("https://hooks.example/a b", "*must be an address such as*")]
    [InlineData("https://hooks.example/a\r\nHost: inside.example", "*must be an address such as*")]
    [InlineData("http://hooks.example/", "*must begin with https://*")]
    [InlineData("file:///etc/passwd", "*must begin with https://*")]
    [InlineData("gopher://hooks.example/", "*must begin with https://*")]
    [InlineData("https://user:secret@hooks.example/", "*no user name or password*")]
    [InlineData("https://hooks.example@inside.example/", "*no user name or password*")]
    [InlineData("https://hooks.example/#a", "*no part after '#'*")]
    [InlineData("https://hooks.example:22/", "*must not name the port 22*")]
    public void What_is_anything_else_is_refused_with_a_sentence_that_does_not_repeat_it(string? url, string sentence) =>
        FluentActions.Invoking(() => Hosts().Read(url)).Should().Throw<WebhookRefusedException>().WithMessage(sentence)
            .Which.Message.Should().NotContainAny("secret", "passwd");

    [Fact]
    public async Task The_addresses_of_a_public_host_are_those_that_were_checked() =>
        (await Hosts().AddressesAsync("hooks.example", Token)).Select(address => address.ToString()).Should().Equal("93.184.215.14", "2606:2800:21f:cb07::1");

    [Theory]
    [InlineData("https://mixed.example/")]
    [InlineData("https://inside.example/")]
    [InlineData("https://localhost/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://nowhere.example/")]
    [InlineData("https://unknown.example/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("https://[fe80::1%251]/")]
    public async Task A_host_with_any_address_that_is_not_public_is_refused_in_the_words_for_one_with_none(string url)
    {
        var host = Hosts().Read(url).IdnHost;

        (await FluentActions.Awaiting(() => Hosts().AddressesAsync(host, Token)).Should().ThrowAsync<WebhookRefusedException>())
            .WithMessage("The webhook's host '*' cannot be called: it has no address, or one that is not public.");
    }

    [Fact]
    public async Task A_network_that_the_settings_allow_may_be_called_in_any_form_and_no_other()
    {
        var hosts = Hosts("10.0.0.0/29");

        (await hosts.AddressesAsync("mixed.example", Token)).Should().HaveCount(2);
        (await hosts.AddressesAsync("::ffff:10.0.0.7", Token)).Should().HaveCount(1);
        await FluentActions.Awaiting(() => hosts.AddressesAsync("10.0.0.8", Token)).Should().ThrowAsync<WebhookRefusedException>();
    }

    private WebhookHosts Hosts(params string[] allowed)
    {
        var options = new WebhookOptions { AdditionalPorts = { 8443 } };
        foreach (var network in allowed)
            options.AllowedNetworks.Add(network);
        return new WebhookHosts(_resolver, Options.Create(options));
    }
}
