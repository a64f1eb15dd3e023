using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>Name-based UUIDs, version 5 of RFC 9562, as orchestrations use them.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    /// <summary>The id of an orchestration at a time and place.</summary>
    /// <param name="instanceId">The orchestration.</param>
    /// <param name="now">Its clock.</param>
    /// <param name="counter">How many ids it asked for before.</param>
    public static Guid Create(string instanceId, DateTime now, int counter) =>
        Create(Namespace, string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{now:o}_{counter}"));

    /// <summary>The version 5 UUID of a name in a namespace.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 defines version 5 with SHA-1; nothing is protected by it.")]
    internal static Guid Create(Guid space, string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var source = new byte[16 + text.Length];
        space.TryWriteBytes(source, bigEndian: true, out _);
        text.CopyTo(source, 16);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(source, hash);
        var id = hash[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x50);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
