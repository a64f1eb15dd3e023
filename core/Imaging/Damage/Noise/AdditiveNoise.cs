namespace CloudRestore.Imaging.Damage.Noise;

/// <summary>Adds noise to every sample, or the same to the three of a pixel.</summary>
internal static class AdditiveNoise
{
    /// <summary>The picture with noise, rounded and cut to 0 to 255.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="grey">Whether the three samples of a pixel get the same noise.</param>
    /// <param name="draw">The noise of a sample of this value; of a pixel's luma when <paramref name="grey"/>.</param>
    public static RgbImage Apply(RgbImage image, bool grey, Func<int, double> draw)
    {
        var source = image.Pixels;
        var noisy = new byte[source.Length];
        for (var at = 0; at < source.Length; at += RgbImage.Channels)
        {
            var shared = grey ? draw(Luma.Of(source[at], source[at + 1], source[at + 2])) : 0;
            for (var i = at; i < at + RgbImage.Channels; i++)
                noisy[i] = (byte)Math.Clamp(source[i] + (grey ? shared : draw(source[i])) + 0.5, 0, 255);
        }

        return new RgbImage(image.Width, image.Height, noisy);
    }
}
