namespace CloudRestore.Imaging.Damage.Ageing;

/// <summary>Takes the colour away: each pixel gets its luma (ITU-R BT.601) in all three channels. The damage that DeOldify undoes (Antic 2018).</summary>
public sealed record Greyscale : IDamageStep
{
    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        var grey = image.Clone();
        for (var at = 0; at < grey.Pixels.Length; at += RgbImage.Channels)
        {
            var pixel = grey.Pixels.AsSpan(at, RgbImage.Channels);
            pixel.Fill((byte)Luma.Of(pixel[0], pixel[1], pixel[2]));
        }

        return grey;
    }

    /// <inheritdoc/>
    public string? Invalid() => null;
}
