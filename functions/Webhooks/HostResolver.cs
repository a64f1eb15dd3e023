using System.Net;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Finds the addresses of a host.</summary>
public interface IHostResolver
{
    /// <summary>The addresses.</summary>
    /// <param name="host">The name, or an address as text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody could be asked.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>Asks the machine's resolver.</summary>
internal sealed class SystemResolver : IHostResolver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
