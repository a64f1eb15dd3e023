using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Quality;

/// <summary>
/// Where a stamped number or text lies on a damaged photograph, and a ring around it. The same damage is done twice with the same seed,
/// with and without <see cref="IOverlay"/> steps and both times without JPEG, which would spread the difference; where the two pictures,
/// enlarged bilinearly, differ, there is the stamp.
/// </summary>
public sealed class StampRegion
{
    /// <summary>From how many levels (of 255) in any channel on a pixel counts as stamped: white on near-white is no damage.</summary>
    public const int Threshold = 8;

    /// <summary>Pixels by which the stamp is widened, for what smooth edges leave below the threshold.</summary>
    public const int Margin = 1;

    /// <summary>Width of the ring in pixels.</summary>
    public const int RingWidth = 4;

    private readonly int _width;
    private readonly int _height;
    private readonly bool[] _touched;
    private readonly bool[] _stamp;
    private readonly bool[] _ring;

    private StampRegion(int width, int height, bool[] touched, bool[] stamp, bool[] ring) =>
        (_width, _height, _touched, _stamp, _ring) = (width, height, touched, stamp, ring);

    /// <summary>Where the stamp is, as text can hold it.</summary>
    public StampRuns Runs => StampRuns.Of(_width, _height, _touched);

    /// <summary>Finds the stamp of a photograph.</summary>
    /// <param name="recipe">The damage.</param>
    /// <param name="original">The undamaged photograph at full size.</param>
    /// <param name="seed">The seed it is damaged with.</param>
    /// <param name="width">Width of the pictures to be compared.</param>
    /// <param name="height">Their height.</param>
    /// <returns>Null when the recipe has no stamp, or the stamp lies outside or shows nowhere.</returns>
    public static StampRegion? Find(DamageRecipe recipe, RgbImage original, ulong seed, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (!recipe.Steps.Any(step => step is IOverlay))
            return null;
        var stamped = recipe.Apply(original, seed, step => step is not JpegArtefacts);
        var plain = recipe.Apply(original, seed, step => step is not JpegArtefacts and not IOverlay);
        return Between(stamped, plain, width, height);
    }

    /// <summary>The region of <see cref="Runs"/>.</summary>
    /// <param name="runs">Where the stamp is.</param>
    /// <returns>Null when nothing is stamped, or no ring is left around it.</returns>
    /// <exception cref="FormatException">The runs do not fill the picture.</exception>
    public static StampRegion? Of(StampRuns runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Around(runs.ToPixels(), runs.Width, runs.Height);
    }

    /// <summary>The mean squared error under the stamp less that in the ring: what the stamp adds to the error that the photograph has there anyway.</summary>
    /// <param name="image">A picture of the region's size.</param>
    /// <param name="original">The undamaged one.</param>
    /// <returns>Squared levels of 0 to 255, over red, green and blue; negative when the picture is better under the stamp than around it.</returns>
    /// <exception cref="ArgumentException">A size differs.</exception>
    public double ExcessError(RgbImage image, RgbImage original)
    {
        SameSize.Check(image, original);
        if (image.Width != _width || image.Height != _height)
            throw new ArgumentException($"The stamp was sought in a picture of {_width} x {_height} pixels, not {image.Width} x {image.Height}.", nameof(image));
        return MeanSquaredError(image, original, _stamp) - MeanSquaredError(image, original, _ring);
    }

    /// <summary>The region in which two pictures of one size differ.</summary>
    internal static StampRegion? Between(RgbImage stamped, RgbImage plain, int width, int height)
    {
        var difference = Resample.Bilinear(Difference(stamped, plain), width, height);
        var touched = new bool[width * height];
        for (var i = 0; i < touched.Length; i++)
            touched[i] = difference.Pixels[i * RgbImage.Channels] >= Threshold;
        return Around(touched, width, height);
    }

    private static StampRegion? Around(bool[] touched, int width, int height)
    {
        if (!touched.Contains(true))
            return null;
        var stamp = Widen(touched, width, height, Margin);
        var ring = Widen(stamp, width, height, RingWidth);
        for (var i = 0; i < ring.Length; i++)
            ring[i] &= !stamp[i];
        return ring.Contains(true) ? new StampRegion(width, height, touched, stamp, ring) : null;
    }

    private static RgbImage Difference(RgbImage a, RgbImage b)
    {
        SameSize.Check(a, b);
        var difference = new byte[a.Pixels.Length];
        for (var i = 0; i < difference.Length; i += RgbImage.Channels)
        {
            var most = 0;
            for (var channel = 0; channel < RgbImage.Channels; channel++)
                most = Math.Max(most, Math.Abs(a.Pixels[i + channel] - b.Pixels[i + channel]));
            difference.AsSpan(i, RgbImage.Channels).Fill((byte)most);
        }

        return new RgbImage(a.Width, a.Height, difference);
    }

    private static bool[] Widen(bool[] region, int width, int height, int pixels)
    {
        var wider = new bool[region.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (!region[(y * width) + x])
                    continue;
                var (left, right) = (Math.Max(0, x - pixels), Math.Min(width - 1, x + pixels));
                for (var row = Math.Max(0, y - pixels); row <= Math.Min(height - 1, y + pixels); row++)
                    wider.AsSpan((row * width) + left, right - left + 1).Fill(true);
            }
        }

        return wider;
    }

    private static double MeanSquaredError(RgbImage image, RgbImage original, bool[] region)
    {
        long squares = 0, count = 0;
        for (var i = 0; i < region.Length; i++)
        {
            if (!region[i])
                continue;
            for (var at = i * RgbImage.Channels; at < (i + 1) * RgbImage.Channels; at++)
            {
                var difference = image.Pixels[at] - original.Pixels[at];
                squares += difference * difference;
            }

            count += RgbImage.Channels;
        }

        return (double)squares / count;
    }
}
