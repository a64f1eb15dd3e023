using System.Globalization;
using System.Security.Cryptography;
using CloudRestore.Core.Naming;

namespace CloudRestore.Functions.Records;

/// <summary>Ids of runs and restorations. They have no dot, because their jobs' ids are they, a dot and more.</summary>
internal static class RecordIds
{
    /// <summary>The longest id that leaves room for the jobs' suffixes.</summary>
    public const int MaxLength = 50;

    /// <summary>An id for a request, which sorts by time; what the request makes is named after it.</summary>
    public static string NewRequest(TimeProvider time)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return $"{stamp}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
    }

    /// <summary>Returns the caller's id, or makes one of the request's.</summary>
    /// <exception cref="RequestRefusedException">The id is not allowed.</exception>
    public static string Choose(string? given, string prefix, string requestId)
    {
        if (string.IsNullOrEmpty(given))
            return $"{prefix}-{requestId}";
        return IsRecord(given) && given.Length <= MaxLength
            ? given
            : throw new RequestRefusedException(400, $"'{Printable.Shorten(given)}' cannot be an id: use 1 to {MaxLength} lower-case letters, digits and '-', with a letter or digit at both ends.");
    }

    /// <summary>Whether this can be the id of a run or restoration, and not of a job.</summary>
    public static bool IsRecord(string id) => Identifier.IsValid(id) && !id.Contains('.', StringComparison.Ordinal);
}
