namespace CloudRestore.Core.Runs;

/// <summary>What a dataset holds: every photograph with its content hash and split, and what was refused.</summary>
public sealed record DatasetManifest
{
    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The photographs that can be used, by name.</summary>
    public required IReadOnlyList<DatasetPhotograph> Photographs { get; init; }

    /// <summary>The files that cannot, each with one sentence.</summary>
    public IReadOnlyList<RejectedFile> Rejected { get; init; } = [];
}

/// <summary>A photograph of a dataset.</summary>
/// <param name="Name">Its name below <c>originals/</c>.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hex.</param>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="Split"><c>train</c>, <c>held-out</c> or <c>spare</c>; by content, so that the same photograph never sits on both sides.</param>
public sealed record DatasetPhotograph(string Name, string Sha256, int Width, int Height, string Split)
{
    /// <summary>The split that is trained on.</summary>
    public const string Train = "train";

    /// <summary>The split that is never trained on.</summary>
    public const string HeldOut = "held-out";

    /// <summary>Neither: a smaller dataset may hold it out, so it is not trained on, and enough others are held out here.</summary>
    public const string Spare = "spare";
}

/// <summary>A file of a dataset that is no usable photograph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">One sentence for a person.</param>
public sealed record RejectedFile(string Name, string Reason);
