using System.Globalization;
using System.Security.Cryptography;

namespace CloudRestore.Cli.Connections;

/// <summary>Ids made here rather than by the function app, so that a request whose answer was lost can be sent again.</summary>
internal static class RunIds
{
    /// <summary>An id that sorts by time.</summary>
    /// <param name="prefix">What it begins with.</param>
    /// <param name="time">The clock.</param>
    public static string New(string prefix, TimeProvider time) =>
        $"{prefix}-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";
}
