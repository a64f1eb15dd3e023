using System.Security.Cryptography;
using System.Text;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Uploads;

/// <summary>Names that follow from an upload alone, so that an event, its duplicate and a repeat restore it once.</summary>
internal static class UploadKey
{
    /// <summary>The restoration of one state of one upload.</summary>
    /// <param name="name">The upload's name.</param>
    /// <param name="etag">Its ETag, without quotes.</param>
    public static string RestorationId(string name, string etag) => $"upload-{Hash($"{name}\n{etag}")}";

    /// <summary>Where the error document of an upload goes: beside its restored copy, or, for a name that cannot be used, under an escaped or hashed one.</summary>
    public static string ErrorName(string name)
    {
        if (PhotographName.IsValid(name))
            return RestoredBlobs.ErrorOf(name);
        var escaped = Uri.EscapeDataString(string.Concat(name.Select(c => char.IsSurrogate(c) ? '?' : c)));
        return RestoredBlobs.ErrorOf(PhotographName.IsValid(escaped) ? escaped : $"refused-{Hash(name)}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
