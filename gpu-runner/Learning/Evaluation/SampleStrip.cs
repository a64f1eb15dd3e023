using System.Globalization;
using System.Text;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Learning.Evaluation;

/// <summary>Shows how the sample grids of a stage change over its steps: some of them, made small, inside the page itself.</summary>
internal static class SampleStrip
{
    /// <summary>The most grids that are shown.</summary>
    public const int MaxGrids = 8;

    private const int Width = 520;
    private const int Quality = 80;

    /// <summary>The grids as HTML; nothing if there is none.</summary>
    /// <param name="title">What stands under each, before its step.</param>
    /// <param name="grids">The grids by step, in order.</param>
    public static string Draw(string title, IReadOnlyDictionary<long, byte[]> grids)
    {
        var html = new StringBuilder();
        var shown = Math.Min(grids.Count, MaxGrids);
        if (shown > 0)
            html.Append("<p>The first held-out photographs, one in each row: damaged, restored, original.</p>\n");
        for (var i = 1; i <= shown; i++)
        {
            // Evenly spread, and always the last.
            var (step, grid) = grids.ElementAt(i * grids.Count / shown - 1);
            html.Append(CultureInfo.InvariantCulture, $"""
                <figure><img alt="" src="data:image/jpeg;base64,{Convert.ToBase64String(Small(grid))}"><figcaption>{System.Net.WebUtility.HtmlEncode(title)}: step {step}</figcaption></figure>

                """);
        }

        return html.ToString();
    }

    private static byte[] Small(byte[] grid)
    {
        var picture = PhotographReader.Read(grid, "sample grid").Color;
        if (picture.Width <= Width)
            return grid;
        var height = Math.Max(1, (int)Math.Round((double)picture.Height * Width / picture.Width));
        return PhotographWriter.Write(new Photograph(Resample.Bilinear(picture, Width, height)), PhotographFormat.Jpeg, Quality);
    }
}
