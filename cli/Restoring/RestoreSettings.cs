using System.Text.Json.Serialization;
using CloudRestore.Core.Restorations;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Restoring;

/// <summary>How photographs are restored and written: all that makes one restored file differ from another, beside photograph and model.</summary>
internal sealed record RestoreSettings
{
    /// <summary>The size to restore at. Default: the photograph's own.</summary>
    public OutputSize Size { get; init; } = OutputSize.Same;

    /// <summary>Side of a tile in pixels, 64 to 4096, or null for the default of <see cref="RestorerOptions"/>.</summary>
    public int? Tile { get; init; }

    /// <summary>Whether the model is computed in bytes: faster, and not quite the same pictures. Default false.</summary>
    public bool Fast { get; init; }

    /// <summary>Whether what the model leaves where it removed strokes is smoothed, see <see cref="RestorerOptions.SmoothResidue"/>. Default true.</summary>
    public bool SmoothResidue { get; init; } = true;

    /// <summary>The format to write, or null for the photograph's own.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<PhotographFormat>))]
    public PhotographFormat? Format { get; init; }

    /// <summary>1 (smallest) to 100 (best), of JPEG, WebP and AVIF. Default 95.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>Whether the GPS tags are left out.</summary>
    public bool StripGps { get; init; }

    /// <summary>One sentence that says what is out of range, or null.</summary>
    public string? Problem() => this switch
    {
        _ when Size.Problem() is { } problem => problem,
        { Tile: < 64 or > 4096 } => $"The tile {Tile} is out of range: its side must have 64 to 4096 pixels.",
        { Quality: < 1 or > 100 } => $"The quality {Quality} is out of range: use 1 to 100.",
        _ => null,
    };

    /// <summary>Tiles, and what is done to them, as the network's library takes it.</summary>
    public RestorerOptions Options()
    {
        var options = new RestorerOptions { SmoothResidue = SmoothResidue };
        return Tile is { } tile ? options with { TileSize = tile } : options;
    }

    /// <summary>The size as the network's library takes it.</summary>
    public RestorationSize TargetSize() => Size switch
    {
        { ShorterSide: { } pixels } => RestorationSize.ShorterSide(pixels),
        { Scale: { } factor } => RestorationSize.Scale(factor),
        _ => RestorationSize.Same,
    };
}
