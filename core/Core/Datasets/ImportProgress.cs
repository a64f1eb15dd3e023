using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Datasets;

/// <summary><c>progress.json</c> of an import: where it goes on after an interruption. Replaced under its ETag.</summary>
public sealed record ImportProgress
{
    /// <summary>Entries of the source that are dealt with, folders included.</summary>
    public long Entries { get; init; }

    /// <summary>The last of them; for a folder the next one is the next name.</summary>
    public string? After { get; init; }

    /// <summary>Bytes that were unpacked.</summary>
    public long UnpackedBytes { get; init; }

    /// <summary>The share of the source that is done, 0 to 1, or null if it cannot be told.</summary>
    public double? Share { get; init; }

    /// <summary>Photographs that this import brought.</summary>
    public int Added { get; init; }

    /// <summary>Their bytes.</summary>
    public long AddedBytes { get; init; }

    /// <summary>Photographs that the dataset had before, under the same name.</summary>
    public int AlreadyThere { get; init; }

    /// <summary>Files whose content the dataset holds under another name; they are not kept.</summary>
    public int Duplicates { get; init; }

    /// <summary>Files that were passed over, each with a reason.</summary>
    public int Rejected { get; init; }

    /// <summary>Documents of findings.</summary>
    public int Parts { get; init; }

    /// <summary>When this was written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What an import found that it did not keep, in one stretch of its source.</summary>
/// <param name="Rejected">Files that are no usable photographs.</param>
/// <param name="Duplicates">Files whose content the dataset holds already.</param>
public sealed record ImportFindings(IReadOnlyList<RejectedFile> Rejected, IReadOnlyList<DuplicateFile> Duplicates);

/// <summary>A file whose content the dataset holds already.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SameAs">The photograph that is kept.</param>
public sealed record DuplicateFile(string Name, string SameAs);

/// <summary><c>outcome.json</c> of an import. Created once.</summary>
/// <param name="Import">What was asked for.</param>
/// <param name="Status">Succeeded, failed or cancelled; what was added before stays.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="Reason">Why it failed or was cancelled: one sentence for a person.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ImportOutcome(DatasetImport Import, RunStatus Status, ImportProgress Progress, string? Reason, DateTimeOffset FinishedAt);
