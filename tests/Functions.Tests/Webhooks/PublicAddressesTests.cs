using System.Net;
using CloudRestore.Functions.Webhooks;
using CsCheck;

namespace CloudRestore.Functions.Tests.Webhooks;

public class PublicAddressesTests
{
    private static readonly Gen<IPAddress> V4 = Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes));

    private static readonly Gen<IPAddress> V6 = Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes));

    /// <summary>The special networks, as one writes them down who has not read the code.</summary>
    private static readonly (string First, int Prefix)[] Networks =
    [
        ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16), ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.2.0", 24),
        ("192.168.0.0", 16), ("198.18.0.0", 15), ("198.51.100.0", 24), ("203.0.113.0", 24), ("224.0.0.0", 4), ("240.0.0.0", 4),
    ];

    private static readonly Gen<IPAddress> Special4 = Gen.Int[0, Networks.Length - 1].Select(
        Gen.UInt, (network, random) => Inside(IPAddress.Parse(Networks[network].First), Networks[network].Prefix, random));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("2001:0:a00:1::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:0808:0808::1")]
    public void What_belongs_to_one_machine_one_network_or_nobody_is_not_public(string address) =>
        PublicAddresses.Contains(IPAddress.Parse(address)).Should().BeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void What_anybody_may_reach_is_public(string address) => PublicAddresses.Contains(IPAddress.Parse(address)).Should().BeTrue();

    [Fact]
    public void No_address_of_a_special_network_is_public_in_whatever_form() => Special4.Sample(address =>
        !PublicAddresses.Contains(address) && Forms(address).All(form => !PublicAddresses.Contains(form)));

    [Fact]
    public void An_address_that_only_carries_another_is_judged_by_that() => V4.Sample(address =>
        PublicAddresses.Contains(Mapped(address)) == PublicAddresses.Contains(address)
        && PublicAddresses.Contains(Embedded("64:ff9b::", 12, address)) == PublicAddresses.Contains(address)
        && PublicAddresses.Bare(Mapped(address)).Equals(address));

    [Fact]
    public void Every_public_address_of_IPv6_is_global_unicast_or_carries_a_public_one() => V6.Sample(address =>
        !PublicAddresses.Contains(address) || address.GetAddressBytes()[0] >> 5 == 1 || PublicAddresses.Bare(address).GetAddressBytes().Length == 4);

    private static IPAddress Inside(IPAddress first, int prefix, uint random)
    {
        var bytes = first.GetAddressBytes();
        var mask = prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);
        var value = (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) & mask) | (random & ~mask);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new IPAddress(bytes);
    }

    private static IEnumerable<IPAddress> Forms(IPAddress address) =>
        [Mapped(address), Embedded("::", 12, address), Embedded("64:ff9b::", 12, address), Embedded("64:ff9b:1::", 12, address), Embedded("2002::", 2, address), Embedded("2001::", 4, address)];

    private static IPAddress Mapped(IPAddress address) => address.MapToIPv6();

    private static IPAddress Embedded(string prefix, int at, IPAddress address)
    {
        var bytes = IPAddress.Parse(prefix).GetAddressBytes();
        address.GetAddressBytes().CopyTo(bytes, at);
        return new IPAddress(bytes);
    }
}
