using System.Runtime.CompilerServices;
using CloudRestore.Functions.Datasets.Entries;

namespace CloudRestore.Functions.Datasets;

/// <summary>Files by the few: as many as fit into memory beside what decoding them takes.</summary>
internal static class ImportBatches
{
    private const int MaxFiles = 64;
    private const long MaxBytes = 32L << 20;

    /// <summary>The files of a source, in batches of at least one.</summary>
    public static async IAsyncEnumerable<List<ImportEntry>> Of(
        IAsyncEnumerable<ImportEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (batch, bytes) = (new List<ImportEntry>(), 0L);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            batch.Add(entry);
            bytes += entry.Content?.Length ?? 0;
            if (batch.Count < MaxFiles && bytes < MaxBytes)
                continue;
            yield return batch;
            (batch, bytes) = ([], 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
