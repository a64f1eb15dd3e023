using System.Text.Json;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Imaging.Pairs;

/// <summary>
/// The file beside a shard of held-out pairs that says where numbers and texts were stamped on them, for measuring what is left of those. It is
/// not in the shard, whose readers need not know of it.
/// </summary>
public static class PairStamps
{
    /// <summary>How the names of such files begin; the shard's number and <c>.json</c> follow.</summary>
    public const string Prefix = "stamps-";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Writes the stamps of a shard.</summary>
    /// <param name="stamps">Photographs that have a stamp that shows, by name.</param>
    /// <returns>The file; equal stamps give equal bytes.</returns>
    public static byte[] Write(IEnumerable<KeyValuePair<string, StampRegion>> stamps)
    {
        var sorted = new SortedDictionary<string, StampRuns>(stamps.ToDictionary(stamp => stamp.Key, stamp => stamp.Value.Runs), StringComparer.Ordinal);
        return JsonSerializer.SerializeToUtf8Bytes(new Document(sorted), Json);
    }

    /// <summary>Reads a file that <see cref="Write"/> made.</summary>
    /// <param name="file">Its content.</param>
    /// <returns>The stamps by the photographs' names.</returns>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IReadOnlyDictionary<string, StampRegion> Read(byte[] file)
    {
        try
        {
            var document = JsonSerializer.Deserialize<Document>(file, Json) ?? throw new FormatException("The file of stamps is null.");
            return document.Stamps
                .Select(stamp => (stamp.Key, Region: StampRegion.Of(stamp.Value ?? throw new FormatException("The file of stamps has a stamp that is null."))))
                .Where(stamp => stamp.Region is not null)
                .ToDictionary(stamp => stamp.Key, stamp => stamp.Region!, StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The file of stamps cannot be read: {e.Message}", e);
        }
    }

    private sealed record Document(IReadOnlyDictionary<string, StampRuns> Stamps);
}
