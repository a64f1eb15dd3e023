namespace CloudRestore.Imaging.Tests.Quality;

/// <summary>The pictures for which PSNR and SSIM were computed elsewhere.</summary>
internal static class ReferencePictures
{
    private const int Width = 24;
    private const int Height = 19;

    public static RgbImage Busy { get; } = TestPictures.Of(Width, Height, (x, y, c) => ((x * 7) + (y * 13) + (c * 40) + (x * y)) % 256);

    public static RgbImage Smooth { get; } = TestPictures.Of(Width, Height, (x, y, c) => ((x * 9) + (y * 4) + (c * 20)) % 256);

    public static RgbImage Noisy(RgbImage image) => TestPictures.Of(Width, Height, (x, y, c) =>
        Sample(image, x, y, c) + (((x * 31) + (y * 17) + (c * 5)) % 41) - 20);

    public static RgbImage Inverted(RgbImage image) => TestPictures.Of(Width, Height, (x, y, c) => 255 - Sample(image, x, y, c));

    private static byte Sample(RgbImage image, int x, int y, int channel) => image.Pixels[(((y * image.Width) + x) * RgbImage.Channels) + channel];
}
