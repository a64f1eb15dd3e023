using System.Net;
using System.Net.Sockets;

namespace CloudRestore.Functions.Webhooks;

/// <summary>
/// Which addresses belong to the public internet, by IANA's registries of special-purpose addresses (RFC 6890). What only carries an IPv4 address
/// (mapped, NAT64) is judged by that; the tunnels 6to4 and Teredo, behind which nobody serves any more, are refused whatever they carry. Pure.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special4 =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        // Not in the registries: Azure's platform answers here on every virtual machine.
        .. Networks("168.63.129.16/32"),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork[] Special6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>Whether an address is public.</summary>
    public static bool Contains(IPAddress address)
    {
        var bare = Bare(address);
        return bare.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Special4, network => network.Contains(bare)),
            AddressFamily.InterNetworkV6 => Global6.Contains(bare) && !Array.Exists(Special6, network => network.Contains(bare)),
            _ => false,
        };
    }

    /// <summary>The IPv4 address that a mapped or NAT64 address carries; any other address as it is.</summary>
    public static IPAddress Bare(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
