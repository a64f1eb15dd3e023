namespace CloudRestore.Core.Storage;

/// <summary>
/// Paths in container <c>jobs</c>: what was asked for under an idempotency key. The folder's name has a dot, so that it is no restoration, and
/// none of a restoration's jobs has it, because those end with a number.
/// </summary>
public static class IdempotencyBlobs
{
    /// <summary>The folder of all keys.</summary>
    public const string Folder = "idempotency.keys/";

    /// <summary>What the key was first used for; created once.</summary>
    /// <param name="keyHash">Hash of the key, lower-case hex.</param>
    public static string Claim(string keyHash) => $"{Folder}{keyHash}/claim.json";

    /// <summary>The answer to one request; created once.</summary>
    /// <param name="keyHash">Hash of the key, lower-case hex.</param>
    /// <param name="requestId">The request's id: a key that was forgotten may be used for another request.</param>
    public static string Answer(string keyHash, string requestId) => $"{Folder}{keyHash}/{requestId}.json";
}
