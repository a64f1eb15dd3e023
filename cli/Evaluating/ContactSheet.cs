using CloudRestore.Imaging;

namespace CloudRestore.Cli.Evaluating;

/// <summary>Many pictures on one, in rows, with white between them.</summary>
internal static class ContactSheet
{
    private const int Gap = 4;
    private const byte White = 255;

    /// <summary>Lays out rows of pictures of any size, each row from the left and as high as its highest picture.</summary>
    /// <param name="rows">At least one row, each of at least one picture.</param>
    public static RgbImage Of(IReadOnlyList<IReadOnlyList<RgbImage>> rows)
    {
        var width = rows.Max(row => row.Sum(picture => picture.Width) + (Gap * (row.Count - 1)));
        var height = rows.Sum(row => row.Max(picture => picture.Height)) + (Gap * (rows.Count - 1));
        var pixels = new byte[width * height * RgbImage.Channels];
        pixels.AsSpan().Fill(White);
        var sheet = new RgbImage(width, height, pixels);
        var top = 0;
        foreach (var row in rows)
        {
            var left = 0;
            foreach (var picture in row)
            {
                Paste(picture, sheet, left, top);
                left += picture.Width + Gap;
            }

            top += row.Max(picture => picture.Height) + Gap;
        }

        return sheet;
    }

    private static void Paste(RgbImage picture, RgbImage sheet, int left, int top)
    {
        var length = picture.Width * RgbImage.Channels;
        for (var y = 0; y < picture.Height; y++)
            picture.Pixels.AsSpan(y * length, length).CopyTo(sheet.Pixels.AsSpan((((top + y) * sheet.Width) + left) * RgbImage.Channels));
    }
}
