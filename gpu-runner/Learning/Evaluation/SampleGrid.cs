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
    public static RgbImage SideBySide(IReadOnlyList<RgbImage> pictures)
    {
        var height = pictures[0].Height;
        var width = pictures.Sum(picture => picture.Width) + Gap * (pictures.Count - 1);
        var pixels = new byte[width * height * RgbImage.Channels];
        pixels.AsSpan().Fill(White);
        var left = 0;
        foreach (var picture in pictures)
        {
            var row = picture.Width * RgbImage.Channels;
            for (var y = 0; y < height; y++)
                picture.Pixels.AsSpan(y * row, row).CopyTo(pixels.AsSpan((y * width + left) * RgbImage.Channels));
            left += picture.Width + Gap;
        }

        return new RgbImage(width, height, pixels);
    }
}
