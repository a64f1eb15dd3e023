using CloudRestore.Emulator.Hosting;

namespace CloudRestore.Emulator.Triggers.Blobs;

/// <summary>
/// Which version of each blob a function has handled. Kept in the state folder and not in the account: one row per blob, written in one step
/// with the number of attempts, without a request per blob. A state folder that was deleted means that blobs are handled again.
/// </summary>
/// <param name="database">Where receipts are kept.</param>
/// <param name="function">The function's name.</param>
/// <param name="container">The container's address, account included.</param>
internal sealed class BlobReceipts(StateDatabase database, string function, string container)
{
    private readonly Dictionary<string, string> _done = database
        .Query(
            "SELECT blob, etag FROM blob_receipts WHERE function = $function AND container = $container AND done = 1",
            row => KeyValuePair.Create(row.GetString(0), row.GetString(1)),
            ("$function", function),
            ("$container", container))
        .ToDictionary();

    /// <summary>Whether this version of the blob needs nothing more.</summary>
    public bool IsDone(string blob, string etag)
    {
        lock (_done)
        {
            return _done.TryGetValue(blob, out var done) && done == etag;
        }
    }

    /// <summary>Counts an attempt before it begins, so that one that kills the host counts too.</summary>
    /// <returns>Attempts at this version, this one included.</returns>
    public int BeginAttempt(string blob, string etag) => database.Query(
        """
        INSERT INTO blob_receipts (function, container, blob, etag, attempts, done)
        VALUES ($function, $container, $blob, $etag, 1, 0)
        ON CONFLICT DO UPDATE SET attempts = CASE etag WHEN $etag THEN attempts + 1 ELSE 1 END, etag = $etag, done = 0
        RETURNING attempts
        """,
        row => row.GetInt32(0),
        Key(blob, etag))[0];

    /// <summary>Takes an attempt back that the host itself cut short.</summary>
    public void WithdrawAttempt(string blob, string etag) => Update("attempts = attempts - 1", blob, etag);

    /// <summary>Records that this version needs nothing more.</summary>
    public void Complete(string blob, string etag)
    {
        Update("done = 1", blob, etag);
        lock (_done)
        {
            _done[blob] = etag;
        }
    }

    private void Update(string assignment, string blob, string etag) => database.Execute(
        $"UPDATE blob_receipts SET {assignment} WHERE function = $function AND container = $container AND blob = $blob AND etag = $etag",
        Key(blob, etag));

    private (string Name, object Value)[] Key(string blob, string etag) =>
        [("$function", function), ("$container", container), ("$blob", blob), ("$etag", etag)];
}
