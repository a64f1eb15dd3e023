using System.Globalization;
using System.Security.Cryptography;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Functions.Datasets;

/// <summary>A photograph that was read to its last pixel.</summary>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Sha256">Their hash, lower-case hex.</param>
/// <param name="Width">Pixels, upright.</param>
/// <param name="Height">Pixels, upright.</param>
internal sealed record InspectedPhotograph(string Name, byte[] Content, string Sha256, int Width, int Height)
{
    /// <summary>What the blob's metadata say of it.</summary>
    /// <param name="origin">The import that brings it, a dot, and the entry there; or null.</param>
    public Dictionary<string, string> Metadata(string? origin)
    {
        var metadata = new Dictionary<string, string>
        {
            [DatasetBlobs.HashMetadata] = Sha256,
            [DatasetBlobs.WidthMetadata] = Width.ToString(CultureInfo.InvariantCulture),
            [DatasetBlobs.HeightMetadata] = Height.ToString(CultureInfo.InvariantCulture),
        };
        if (origin is not null)
            metadata[DatasetBlobs.OriginMetadata] = origin;
        return metadata;
    }
}

/// <summary>Decides whether a file can be trained on, as a training run would.</summary>
internal static class PhotographInspection
{
    // A training crop needs some pixels to learn from.
    internal static readonly PhotographLimits Limits = new() { MinSide = 32 };

    /// <summary>Reads a photograph.</summary>
    /// <exception cref="PhotographException">It cannot be used.</exception>
    /// <exception cref="InvalidNameException">Its name cannot.</exception>
    public static InspectedPhotograph Inspect(byte[] content, string name)
    {
        PhotographName.Require(name);
        var color = PhotographReader.Read(content, name, Limits).Color;
        return new InspectedPhotograph(name, content, Convert.ToHexStringLower(SHA256.HashData(content)), color.Width, color.Height);
    }
}
