using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Api;

/// <summary>Body of <c>POST /api/datasets</c>.</summary>
/// <param name="Name">The dataset's name.</param>
/// <param name="Source">Where its first photographs are; null makes an empty dataset.</param>
public sealed record CreateDataset(string? Name = null, DatasetSource? Source = null);

/// <summary>Body of <c>POST /api/datasets/{name}/imports</c>.</summary>
/// <param name="Source">Where the photographs are.</param>
public sealed record StartImport(DatasetSource? Source = null);

/// <summary>Body of <c>POST /api/datasets/{name}/uploads</c>; it may be left out.</summary>
/// <param name="FileName">What the archive is called; <c>archive</c> if null.</param>
public sealed record OfferUpload(string? FileName = null);

/// <summary>A place for an archive.</summary>
/// <param name="Url">PUT the archive here, with the header <c>x-ms-blob-type: BlockBlob</c>, or in blocks. The address is a secret while it is valid.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Source">What to import when it is there.</param>
public sealed record UploadOffer(Uri Url, DateTimeOffset ExpiresAt, DatasetSource Source);

/// <summary>A dataset in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made; null if its photographs were put into Blob Storage by other means.</param>
/// <param name="Import">The newest import's id, or null.</param>
public sealed record DatasetSummary(string Name, DateTimeOffset? CreatedAt = null, string? Import = null);

/// <summary>A dataset as the API shows it.</summary>
public sealed record Dataset
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made; null if its photographs were put into Blob Storage by other means.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its photographs, those that nobody has inspected included.</summary>
    public required int Photographs { get; init; }

    /// <summary>Their bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The inspected photographs by split, each content once.</summary>
    public required SplitCounts Splits { get; init; }

    /// <summary>Files that were put into Blob Storage by other means: a training run inspects them.</summary>
    public required int Uninspected { get; init; }

    /// <summary>Photographs whose content stands under an earlier name too: training uses it once.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Why nothing can be trained on it yet, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>The newest import, or null.</summary>
    public ImportState? Import { get; init; }
}

/// <summary>Photographs by split.</summary>
/// <param name="Train">Trained on.</param>
/// <param name="HeldOut">Never trained on: models are judged by them.</param>
/// <param name="Spare">Neither.</param>
public sealed record SplitCounts(int Train, int HeldOut, int Spare);

/// <summary>An import as the API shows it.</summary>
public sealed record ImportState
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What was asked for.</summary>
    public required DatasetSource Source { get; init; }

    /// <summary>How far it has come.</summary>
    public required ImportProgress Progress { get; init; }

    /// <summary>The files that were passed over, each with a sentence: the first 1,000; <see cref="Progress"/> counts them all.</summary>
    public IReadOnlyList<RejectedFile> Rejected { get; init; } = [];

    /// <summary>The files whose content the dataset held already: the first 1,000; <see cref="Progress"/> counts them all.</summary>
    public IReadOnlyList<DuplicateFile> Duplicates { get; init; } = [];

    /// <summary>Why it failed or was cancelled, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A photograph of a dataset in a list.</summary>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ETag">Its state, for <c>If-Match</c>, without quotes.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="Sha256">Hash of its bytes; null, as what follows, if nobody has inspected it.</param>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="Split"><c>train</c>, <c>held-out</c> or <c>spare</c>, as the dataset is now.</param>
public sealed record StoredPhotograph(
    string Name,
    long Bytes,
    string ETag,
    DateTimeOffset CreatedAt,
    string? Sha256 = null,
    int? Width = null,
    int? Height = null,
    string? Split = null);
