using System.Security.Cryptography;
using System.Text;

namespace CloudRestore.Functions.Webhooks;

/// <summary>
/// Signs events as https://www.standardwebhooks.com has it: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>, in base64 after <c>v1,</c>.
/// Pure.
/// </summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const int MinKeyLength = 24;
    private const int MaxKeyLength = 64;

    /// <summary>The keys of one secret, or of several with spaces between them; null if one is none.</summary>
    public static IReadOnlyList<byte[]>? Keys(string secrets)
    {
        var keys = new List<byte[]>();
        foreach (var secret in secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var buffer = new byte[secret.Length];
            if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
                || !Convert.TryFromBase64String(secret[SecretPrefix.Length..], buffer, out var length)
                || length is < MinKeyLength or > MaxKeyLength)
            {
                return null;
            }

            keys.Add(buffer[..length]);
        }

        return keys.Count == 0 ? null : keys;
    }

    /// <summary>The value of the header <c>webhook-signature</c>: one signature a key, with spaces between them.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="timestamp">When it is sent, seconds since 1970.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Sign(IEnumerable<byte[]> keys, string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }
}
