using System.Text.Json;

namespace CloudRestore.Core.Serialization;

/// <summary>
/// Documents that pass between processes of possibly different releases. Each carries <c>version</c>; a reader refuses versions it does not
/// know instead of guessing.
/// </summary>
public static class WireDocument
{
    /// <summary>The largest document, in bytes of UTF-8; a queue message holds 64 KB, of which base64 takes a third.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>Serialises <paramref name="document"/>.</summary>
    /// <exception cref="WireFormatException">It is larger than <see cref="MaxBytes"/>.</exception>
    public static byte[] Write<T>(T document)
        where T : IWireDocument
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, CoreJson.Options);
        return bytes.Length <= MaxBytes
            ? bytes
            : throw new WireFormatException($"A {T.What} of {bytes.Length} bytes is too large: at most {MaxBytes} bytes are allowed.");
    }

    /// <summary>Reads a document and checks it.</summary>
    /// <exception cref="WireFormatException">Too large, no JSON, of an unknown version, or not valid; the message says which.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : class, IWireDocument
    {
        if (bytes.Length > MaxBytes)
            throw new WireFormatException($"A {T.What} of {bytes.Length} bytes is too large: at most {MaxBytes} bytes are allowed.");
        try
        {
            var probe = JsonSerializer.Deserialize<VersionProbe>(bytes, CoreJson.Options);
            if (probe?.Version != T.CurrentVersion)
            {
                var found = probe?.Version is { } version ? $"has version {version}" : "has no version";
                throw new WireFormatException(
                    $"This {T.What} {found}, and this release reads version {T.CurrentVersion}: run the same release of the function app and the GPU runner.");
            }

            var document = JsonSerializer.Deserialize<T>(bytes, CoreJson.Options)
                ?? throw new WireFormatException($"This {T.What} is empty.");
            document.Validate();
            return document;
        }
        catch (JsonException e)
        {
            throw new WireFormatException($"This {T.What} is not valid JSON of version {T.CurrentVersion}: {e.Message}", e);
        }
        catch (Naming.InvalidNameException e)
        {
            throw new WireFormatException($"This {T.What} is refused: {e.Message}", e);
        }
    }

    private sealed record VersionProbe
    {
        public int? Version { get; init; }
    }
}
