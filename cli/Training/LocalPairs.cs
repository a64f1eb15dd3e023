using System.Security.Cryptography;
using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Runs;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Cli.Training;

/// <summary>Makes the pairs of a training run in this process: <c>train/</c> and <c>held-out/</c>, split by content as everywhere.</summary>
internal static class LocalPairs
{
    private const int ShardSize = 64;

    /// <summary>Damages every photograph and writes the shards.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="photographs">What to damage; of equal ones the first counts.</param>
    /// <param name="preset">Names the recipes.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="refuse">Told name and reason of every photograph that cannot be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static void Write(
        string folder, IReadOnlyList<PhotographFile> photographs, Preset preset, ulong seed, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        var byHash = new Dictionary<string, PhotographFile>(StringComparer.Ordinal);
        foreach (var photograph in photographs)
            byHash.TryAdd(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(photograph.Path))), photograph);
        var split = HeldOutSplit.Choose(byHash.Keys);
        WriteSide(DatasetPhotograph.Train, DamageRecipe.Named(preset.Damage));
        WriteSide(DatasetPhotograph.HeldOut, DamageRecipe.Named(preset.Damage).ForJudging);

        void WriteSide(string side, DamageRecipe recipe)
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, side)).FullName;
            var chosen = byHash.Where(entry => split[entry.Key] == side).OrderBy(entry => entry.Value.Name, StringComparer.Ordinal);
            foreach (var (number, share) in chosen.Chunk(ShardSize).Index())
            {
                using var file = File.Create(Path.Combine(target, $"shard-{number:D5}.tar"));
                using var shard = new PairShardWriter(file);
                foreach (var (hash, photograph) in share)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Add(shard, photograph, recipe, DamageSeed.For(seed, hash), refuse);
                }
            }
        }
    }

    private static void Add(PairShardWriter shard, PhotographFile photograph, DamageRecipe recipe, ulong seed, Action<string, string> refuse)
    {
        try
        {
            shard.Add(PairBuilder.Build(File.ReadAllBytes(photograph.Path), photograph.Name, recipe, seed));
        }
        catch (PhotographException e)
        {
            refuse(photograph.Name, e.Message);
        }
    }
}
