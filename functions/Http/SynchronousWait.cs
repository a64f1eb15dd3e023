using System.Globalization;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Http;

/// <summary>How long a caller wants to wait for a restored photograph.</summary>
internal static class SynchronousWait
{
    private const int MaxSeconds = 120;

    /// <summary>Reads <c>?wait=</c>, seconds, and the header <c>Prefer: respond-async</c> (RFC 7240).</summary>
    /// <param name="request">The request.</param>
    /// <param name="otherwise">The wait of a caller who says nothing.</param>
    /// <exception cref="RequestRefusedException">The number is wrong.</exception>
    public static TimeSpan Read(HttpRequest request, TimeSpan otherwise)
    {
        var asked = (string?)request.Query["wait"];
        if (!string.IsNullOrEmpty(asked))
        {
            return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new RequestRefusedException(400, $"'wait' must be a whole number of seconds from 0 to {MaxSeconds}.");
        }

        var preferences = request.Headers["Prefer"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries));
        return preferences.Contains("respond-async", StringComparer.OrdinalIgnoreCase) ? TimeSpan.Zero : otherwise;
    }
}
