using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Learning.Evaluation;

/// <summary>Pictures side by side, for people.</summary>
internal static class SampleGrid
{
    /// <summary>The folder for samples in a stage's output.</summary>
    public const string Folder = "samples";

    private const int Gap = 4;
    private const byte White = 255;

    /// <summary>The file name of a sample.</summary>
    /// <param name="index">From 0.</param>
    public static string FileName(int index) => $"{index + 1:D2}.jpg";

    /// <summary>Writes damaged, restored and original photograph, from left to right, as one JPEG.</summary>
    /// <param name="folder">The folder; it is made if need be.</param>
    /// <param name="index">The number of the sample, from 0.</param>
    /// <param name="pictures">Pictures of one height.</param>
    public static void Write(string folder, int index, params RgbImage[] pictures)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, FileName(index)), PhotographWriter.Write(new Photograph(SideBySide(pictures)), PhotographFormat.Jpeg, quality: 92));
    }

    /// <summary>One picture out of several of one height, with white gaps between.</summary>
    public static RgbImage SideBySide(IReadOnlyList<RgbImage> pictures) => Table([pictures]);

    /// <summary>One picture out of rows of pictures, with white gaps between; a column is as wide as its widest picture.</summary>
    /// <param name="rows">Rows of equally many pictures.</param>
    public static RgbImage Table(IReadOnlyList<IReadOnlyList<RgbImage>> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Width)).ToList();
        var heights = rows.Select(row => row.Max(picture => picture.Height)).ToList();
        var (width, height) = (Sum(widths), Sum(heights));
        var pixels = new byte[width * height * RgbImage.Channels];
        pixels.AsSpan().Fill(White);
        for (var (row, top) = (0, 0); row < rows.Count; top += heights[row++] + Gap)
            for (var (column, left) = (0, 0); column < widths.Count; left += widths[column++] + Gap)
                Paste(rows[row][column], pixels.AsSpan((top * width + left) * RgbImage.Channels), width);
        return new RgbImage(width, height, pixels);
    }

    private static int Sum(List<int> sizes) => sizes.Sum() + Gap * (sizes.Count - 1);

    private static void Paste(RgbImage picture, Span<byte> target, int targetWidth)
    {
        var row = picture.Width * RgbImage.Channels;
        for (var y = 0; y < picture.Height; y++)
            picture.Pixels.AsSpan(y * row, row).CopyTo(target[(y * targetWidth * RgbImage.Channels)..]);
    }
}
