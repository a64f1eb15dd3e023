using System.Security.Cryptography;
using System.Text;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Functions.Training;

/// <summary>Makes a manifest of what the inspections found. Pure.</summary>
internal static class DatasetManifests
{
    private const int MaxNamedRejections = 5;

    /// <summary>Uses every content once, under its first name, and chooses the split.</summary>
    public static DatasetManifest Build(string dataset, IEnumerable<DatasetInspection> inspections)
    {
        var all = inspections.ToList();
        var rejected = all.SelectMany(inspection => inspection.Rejected).ToList();
        var used = new Dictionary<string, DatasetPhotograph>(StringComparer.Ordinal);
        foreach (var photograph in all.SelectMany(inspection => inspection.Photographs).OrderBy(photograph => photograph.Name, StringComparer.Ordinal))
        {
            if (!used.TryAdd(photograph.Sha256, photograph))
                rejected.Add(new(photograph.Name, $"\"{Printable.Shorten(photograph.Name)}\" has the same content as \"{Printable.Shorten(used[photograph.Sha256].Name)}\", which is used once."));
        }

        var splits = HeldOutSplit.Choose(used.Keys);
        return new DatasetManifest
        {
            Dataset = dataset,
            Photographs = [.. used.Values
                .Select(photograph => photograph with { Split = splits[photograph.Sha256] })
                .OrderBy(photograph => photograph.Name, StringComparer.Ordinal)],
            Rejected = [.. rejected.OrderBy(file => file.Name, StringComparer.Ordinal)],
        };
    }

    /// <summary>Why nothing can be trained on it: one sentence, or null.</summary>
    public static string? Problem(DatasetManifest manifest)
    {
        if (manifest.Photographs.Count >= HeldOutSplit.MinPhotographs)
            return null;
        if (manifest.Photographs.Count == 0 && manifest.Rejected.Count == 0)
            return NoFiles(manifest.Dataset);
        var rejections = manifest.Rejected.Count == 0 ? "" : $" {manifest.Rejected.Count} refused: {string.Join(" ", manifest.Rejected.Take(MaxNamedRejections).Select(file => file.Reason))}";
        if (manifest.Rejected.Count > MaxNamedRejections)
            rejections += $" And {manifest.Rejected.Count - MaxNamedRejections} more.";
        return $"The dataset '{manifest.Dataset}' holds {manifest.Photographs.Count} usable photographs, and at least {HeldOutSplit.MinPhotographs} different ones are needed.{rejections}";
    }

    /// <summary>What is said of a dataset without files, or one that is not there: to Blob Storage they are the same.</summary>
    public static string NoFiles(string dataset) =>
        $"The dataset '{dataset}' holds no files: upload at least {HeldOutSplit.MinPhotographs} photographs to datasets/{dataset}/originals/.";

    /// <summary>The name of the pairs made of these photographs: equal inputs share them, others never do.</summary>
    public static string PairsId(DatasetManifest manifest, DamageRecipe recipe, ulong seed)
    {
        var text = new StringBuilder(FormattableString.Invariant($"{recipe.Hash} {seed}\n"));
        foreach (var photograph in manifest.Photographs)
            text.Append(photograph.Sha256).Append(' ').Append(photograph.Split).Append(' ').Append(photograph.Name).Append('\n');
        return $"{recipe.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16]}";
    }
}
