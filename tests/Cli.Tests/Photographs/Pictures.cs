using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Tests.Photographs;

internal static class Pictures
{
    public static byte[] Png(byte level = 128, int width = 40, int height = 30)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        pixels.AsSpan().Fill(level);
        return PhotographWriter.Write(new Photograph(new RgbImage(width, height, pixels)), PhotographFormat.Png);
    }

    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
