namespace CloudRestore.Cli.Restoring;

/// <summary>How a restored file was made.</summary>
internal sealed record ManifestEntry
{
    /// <summary>The restored file's name below the folder, with <c>/</c>.</summary>
    public required string Restored { get; init; }

    /// <summary>The photograph's name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the damaged file, small hexadecimal.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>SHA-256 of the model's weights, or the version of a stack's model.</summary>
    public required string Model { get; init; }

    /// <summary>How it was restored and written.</summary>
    public required RestoreSettings Settings { get; init; }

    /// <summary>SHA-256 of the restored file.</summary>
    public string RestoredSha256 { get; init; } = "";
}
