using System.Globalization;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Restoring;

/// <summary>How a batch ended: the JSON document that <c>restore</c> prints.</summary>
internal sealed record RestorationSummary
{
    /// <summary>Adds up what became of the photographs.</summary>
    /// <param name="photographs">The photographs.</param>
    /// <param name="folder">Where the restored ones are.</param>
    /// <param name="engine">See <see cref="Engine"/>.</param>
    /// <param name="elapsed">From the first to the last.</param>
    public static RestorationSummary Of(IEnumerable<RestoredFile> photographs, string folder, string? engine, TimeSpan elapsed)
    {
        RestoredFile[] sorted = [.. photographs.OrderBy(photograph => photograph.Name, StringComparer.Ordinal)];
        var megapixels = sorted.Sum(photograph => photograph.Megapixels);
        return new RestorationSummary
        {
            Photographs = sorted,
            Restored = sorted.Count(photograph => photograph is { Reason: null, Skipped: false }),
            Skipped = sorted.Count(photograph => photograph.Skipped),
            Failed = sorted.Count(photograph => photograph.Reason is not null),
            Folder = folder,
            Engine = engine,
            Megapixels = Math.Round(megapixels, 3),
            Seconds = Math.Round(elapsed.TotalSeconds, 3),
            MegapixelsPerSecond = Math.Round(megapixels / Math.Max(elapsed.TotalSeconds, 1e-3), 3),
        };
    }

    /// <summary>Each photograph, by name.</summary>
    public required IReadOnlyList<RestoredFile> Photographs { get; init; }

    /// <summary>Photographs that were restored.</summary>
    public required int Restored { get; init; }

    /// <summary>Photographs that were restored before.</summary>
    public required int Skipped { get; init; }

    /// <summary>Photographs that could not be restored.</summary>
    public required int Failed { get; init; }

    /// <summary>Where the restored ones are.</summary>
    public required string Folder { get; init; }

    /// <summary>What computed: <c>onnx</c>, or <c>onnx-int8</c> where it was to be fast; null where a stack did.</summary>
    public required string? Engine { get; init; }

    /// <summary>Megapixels that were restored.</summary>
    public required double Megapixels { get; init; }

    /// <summary>Seconds from the first photograph to the last.</summary>
    public required double Seconds { get; init; }

    /// <summary>The two divided.</summary>
    public required double MegapixelsPerSecond { get; init; }

    /// <summary>The line for a person.</summary>
    public string Sentence()
    {
        var skipped = Skipped == 0 ? "" : $", {Skipped} skipped because they were done before (--force does them again)";
        var fast = Engine == RestorationEngine.OnnxInt8 ? " fast (computed in bytes)" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Restored} of {Photographs.Count} photographs restored{fast}{skipped}, in {Folder}: {Megapixels:0.0##} megapixels in {Seconds:0.0} seconds, {MegapixelsPerSecond:0.00} MP/s.");
    }
}
