using System.Net;
using System.Net.Sockets;
using CloudRestore.Core.Naming;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Whom webhooks may call. A caller names the address, and must not reach through it what only this app can reach.</summary>
/// <param name="resolver">Finds the addresses of a host.</param>
/// <param name="options">Ports and networks that are allowed besides.</param>
public sealed class WebhookHosts(IHostResolver resolver, IOptions<WebhookOptions> options)
{
    private const int MaxLength = 2000;
    private const int HttpsPort = 443;

    private readonly IPNetwork[] _allowed = [.. options.Value.AllowedNetworks.Select(network => IPNetwork.Parse(network))];

    /// <summary>Reads an address.</summary>
    /// <param name="url">The text.</param>
    /// <exception cref="WebhookRefusedException">It is none that may be called.</exception>
    public Uri Read(string? url)
    {
        if (string.IsNullOrEmpty(url) || url.Length > MaxLength || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || !Uri.TryCreate(url, UriKind.Absolute, out var read))
            throw new WebhookRefusedException($"The webhook's \"url\" must be an address such as https://example.com/hook, of at most {MaxLength} characters.");
        if (read.Scheme != Uri.UriSchemeHttps)
            throw new WebhookRefusedException("The webhook's \"url\" must begin with https://.");
        if (read.UserInfo.Length > 0)
            throw new WebhookRefusedException("The webhook's \"url\" must have no user name or password before the host.");
        if (read.Fragment.Length > 0)
            throw new WebhookRefusedException("The webhook's \"url\" must have no part after '#': it would not be sent.");
        if (read.Port != HttpsPort && !options.Value.AdditionalPorts.Contains(read.Port))
            throw new WebhookRefusedException($"The webhook's \"url\" must not name the port {read.Port}: use 443, or let an operator add it to the setting Webhooks:AdditionalPorts.");
        return read;
    }

    /// <summary>The addresses of a host, every one of which may be called. The caller connects to these and asks nobody again.</summary>
    /// <param name="host">The name, or an address as text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WebhookRefusedException">It has none, or one that may not be called. Which of the two is not said: names of private networks are nobody's business.</exception>
    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await FindAsync(host, cancellationToken);
        return addresses.Count > 0 && addresses.All(MayBeCalled) ? addresses : throw Refused(host);
    }

    private static WebhookRefusedException Refused(string host) =>
        new($"The webhook's host '{Printable.Shorten(host)}' cannot be called: it has no address, or one that is not public.");

    private async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return [address];
        try
        {
            return await resolver.ResolveAsync(host, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw Refused(host);
        }
    }

    private bool MayBeCalled(IPAddress address) =>
        PublicAddresses.Contains(address) || Array.Exists(_allowed, network => network.Contains(PublicAddresses.Bare(address)));
}
