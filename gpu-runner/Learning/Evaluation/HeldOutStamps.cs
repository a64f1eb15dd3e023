using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Stages;

namespace CloudRestore.Learning.Evaluation;

/// <summary>Where numbers and texts were stamped on held-out photographs.</summary>
internal static class HeldOutStamps
{
    /// <summary>Reads the stamps beside the shards of a folder; shards of an earlier release have none.</summary>
    /// <param name="folder">The folder of the shards.</param>
    /// <returns>The stamps by the photographs' names.</returns>
    /// <exception cref="StageFailedException">A file of stamps is damaged.</exception>
    public static Dictionary<string, StampRegion> Read(string folder)
    {
        var stamps = new Dictionary<string, StampRegion>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, $"{PairStamps.Prefix}*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                foreach (var (name, stamp) in PairStamps.Read(File.ReadAllBytes(file)))
                    stamps[name] = stamp;
            }
            catch (FormatException error)
            {
                throw new StageFailedException($"'{Path.GetFileName(file)}' cannot be used: {error.Message}", error);
            }
        }

        return stamps;
    }
}
