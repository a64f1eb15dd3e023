using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths in container <c>datasets</c>.</summary>
public static class DatasetBlobs
{
    /// <summary>Metadata of an inspected photograph: hash of its bytes, lower-case hex.</summary>
    public const string HashMetadata = "sha256";

    /// <summary>Metadata of an inspected photograph: pixels, upright.</summary>
    public const string WidthMetadata = "width";

    /// <summary>Metadata of an inspected photograph: pixels, upright.</summary>
    public const string HeightMetadata = "height";

    /// <summary>Metadata of a photograph: the import that brought it, a dot, and the entry there; if one did.</summary>
    public const string OriginMetadata = "origin";

    /// <summary>Everything of a dataset.</summary>
    public static string Folder(string dataset) => $"{Checked(dataset)}/";

    /// <summary>The dataset's record. A dataset whose photographs were put there by other means has none.</summary>
    public static string Record(string dataset) => $"{Folder(dataset)}dataset.json";

    /// <summary>An archive that a client uploads to import it.</summary>
    public static string Upload(string dataset, string upload, string fileName) =>
        $"{Uploads(dataset)}{Identifier.Require(upload, "upload")}/{PhotographName.Require(fileName)}";

    /// <summary>Folder of the archives that clients upload.</summary>
    public static string Uploads(string dataset) => $"{Folder(dataset)}uploads/";

    /// <summary>How far an import has come.</summary>
    public static string ImportProgress(string dataset, string import) => $"{Import(dataset, import)}progress.json";

    /// <summary>Rejections and duplicates that an import found, in parts counted from 0.</summary>
    public static string ImportFindings(string dataset, string import, int part) => $"{Import(dataset, import)}findings-{part:D5}.json";

    /// <summary>A wish to cancel an import; its existence is the wish.</summary>
    public static string ImportCancel(string dataset, string import) => $"{Import(dataset, import)}cancel.json";

    /// <summary>How an import ended; created once.</summary>
    public static string ImportOutcome(string dataset, string import) => $"{Import(dataset, import)}outcome.json";

    /// <summary>Folder of the photographs as they came.</summary>
    public static string Originals(string dataset) => $"{Checked(dataset)}/originals/";

    /// <summary>One photograph.</summary>
    public static string Original(string dataset, string photograph) => Originals(dataset) + PhotographName.Require(photograph);

    /// <summary>Content hash and split of every photograph.</summary>
    public static string Manifest(string dataset) => $"{Checked(dataset)}/manifest.json";

    /// <summary>Folder of the damaged pairs that one recipe made of one state of the dataset, training or held out.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="pairs">Hash of recipe, seed and photographs.</param>
    /// <param name="split"><c>train</c> or <c>held-out</c>.</param>
    public static string Pairs(string dataset, string pairs, string split) =>
        $"{Checked(dataset)}/crappy/{Identifier.Require(pairs, "set of pairs")}/{Identifier.Require(split, "split")}/";

    /// <summary>One shard of <see cref="Pairs"/>.</summary>
    public static string Shard(string dataset, string pairs, string split, int index) => $"{Pairs(dataset, pairs, split)}shard-{index:D5}.tar";

    /// <summary>Where numbers and texts were stamped on the photographs of one shard of held-out <see cref="Pairs"/>.</summary>
    public static string Stamps(string dataset, string pairs, string split, int index) => $"{Pairs(dataset, pairs, split)}stamps-{index:D5}.json";

    /// <summary>What one activity found in its share of the photographs.</summary>
    public static string Inspection(string dataset, string run, int index) =>
        $"{Checked(dataset)}/inspections/{Identifier.Require(run, "run")}/{index:D5}.json";

    private static string Import(string dataset, string import) => $"{Folder(dataset)}imports/{Identifier.Require(import, "import")}/";

    private static string Checked(string dataset) => Identifier.Require(dataset, "dataset");
}
