using System.Security.Cryptography;
using System.Text.Json;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Cli.Restoring;

/// <summary>What was restored into a folder, kept in the folder itself, so that nothing is restored twice.</summary>
internal sealed class RestorationManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".cloudrestore.json";

    private const int CurrentFormat = 2;

    private readonly Lock _turn = new();
    private readonly string _path;
    private readonly SortedDictionary<string, ManifestEntry> _entries = new(StringComparer.Ordinal);

    private RestorationManifest(string path) => _path = path;

    /// <summary>Why the file that was there could not be used, so that everything is restored again: one sentence, or null.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads a folder's manifest; an empty one when there is none.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    public static RestorationManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var manifest = new RestorationManifest(path);
            if (!File.Exists(path))
                return manifest;
            var document = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(path), CoreJson.Options);
            if (document?.Format != CurrentFormat)
                return Unusable($"it has format {document?.Format}, and this version knows {CurrentFormat}");
            foreach (var entry in document.Photographs.Where(entry => entry is not null))
                manifest._entries[entry.Restored] = entry;
            return manifest;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return Unusable(e is JsonException ? "it is not the JSON that was written" : e.Message);
        }

        RestorationManifest Unusable(string why) => new(path) { Problem = $"{path} cannot be used, so everything is restored again: {why}." };
    }

    /// <summary>Whether a restored file is there, unchanged, and was made like this.</summary>
    /// <param name="path">The restored file.</param>
    /// <param name="made">How it would be made; its own hash is not looked at.</param>
    public bool IsDone(string path, ManifestEntry made)
    {
        ManifestEntry? recorded;
        lock (_turn)
            _entries.TryGetValue(made.Restored, out recorded);
        return recorded is not null && recorded with { RestoredSha256 = made.RestoredSha256 } == made && File.Exists(path) && Hash(File.ReadAllBytes(path)) == recorded.RestoredSha256;
    }

    /// <summary>Records a restored file and writes the manifest, as a whole or not at all.</summary>
    public void Record(ManifestEntry entry)
    {
        lock (_turn)
        {
            _entries[entry.Restored] = entry;
            var draft = _path + ".part";
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(new Document(CurrentFormat, [.. _entries.Values]), CoreJson.Indented));
            File.Move(draft, _path, overwrite: true);
        }
    }

    /// <summary>The SHA-256 of a file's content, in small hexadecimal.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record Document(int Format, IReadOnlyList<ManifestEntry> Photographs);
}
