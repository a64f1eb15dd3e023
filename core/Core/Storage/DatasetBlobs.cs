using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths in container <c>datasets</c>.</summary>
public static class DatasetBlobs
{
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

    /// <summary>What one activity found in its share of the photographs.</summary>
    public static string Inspection(string dataset, string run, int index) =>
        $"{Checked(dataset)}/inspections/{Identifier.Require(run, "run")}/{index:D5}.json";

    private static string Checked(string dataset) => Identifier.Require(dataset, "dataset");
}
