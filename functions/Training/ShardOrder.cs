using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Training;

/// <summary>One shard of damaged pairs to make.</summary>
/// <param name="Run">The run.</param>
/// <param name="Pairs">Where the pairs go: <see cref="ManifestSummary.Pairs"/>.</param>
/// <param name="Split"><c>train</c> or <c>held-out</c>.</param>
/// <param name="Index">The shard, from 0.</param>
public sealed record ShardOrder(TrainingRequest Run, string Pairs, string Split, int Index)
{
    /// <summary>Photographs of one shard.</summary>
    internal const int Size = 64;

    /// <summary>The number of shards that <paramref name="photographs"/> need.</summary>
    internal static int CountFor(int photographs) => (photographs + Size - 1) / Size;
}
