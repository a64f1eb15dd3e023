namespace CloudRestore.Core.Datasets;

/// <summary><c>datasets/{dataset}/dataset.json</c>: what is to be known of a dataset beside its photographs. Replaced under its ETag.</summary>
public sealed record DatasetRecord
{
    /// <summary>The dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The request that made it.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The newest import, whether it has ended or not; or null. There is one at a time.</summary>
    public DatasetImport? Import { get; init; }

    /// <summary>True from the moment that its deletion began: nothing is added any more.</summary>
    public bool IsBeingDeleted { get; init; }
}

/// <summary>An import as it was asked for.</summary>
/// <param name="Id">Its id, which is also its orchestration's.</param>
/// <param name="Source">Where the photographs are.</param>
/// <param name="SourceETag">The archive's ETag, without quotes, when it was accepted; null for a folder.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record DatasetImport(string Id, DatasetSource Source, string? SourceETag, DateTimeOffset CreatedAt);
