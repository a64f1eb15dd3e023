namespace CloudRestore.Imaging.Quality;

/// <summary>
/// How much of an original's fine structure a restored picture shows, and how much it shows that the original does not have. With H, luma
/// (ITU-R BT.601) less the same blurred by a Gaussian with sigma 1.5 pixels, H(restored) is split by least squares into a multiple of
/// H(original) and the rest. Detail that is merely invented, ringing and grain all fall into the rest, which unsharp masking cannot hide.
/// </summary>
/// <param name="Sharpness">
/// The multiple, sum H(restored) H(original) / sum H(original)^2: 0 for none of the detail, 1 for all of it, above 1 for detail that is
/// exaggerated. It says nothing about noise.
/// </param>
/// <param name="Noise">The energy of the rest relative to that of the original's detail, sum (H(restored) - Sharpness H(original))^2 / sum H(original)^2; 0 or more.</param>
public sealed record Detail(double Sharpness, double Noise)
{
    /// <summary>The least mean energy of an original's detail, in squared levels of 0 to 255: a tenth of a level, less than rounding to 8 bits leaves.</summary>
    public const double LeastEnergy = 0.01;

    /// <summary>Measures a restored picture.</summary>
    /// <param name="restored">The picture, of the original's size.</param>
    /// <param name="original">The undamaged picture, whose sides have at least 11 pixels.</param>
    /// <returns>Null when the original has no detail, such as one of a single colour: its mean energy is below <see cref="LeastEnergy"/>.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than the window.</exception>
    public static Detail? Of(RgbImage restored, RgbImage original)
    {
        SameSize.Check(restored, original);
        if (Math.Min(original.Width, original.Height) < GaussianWindow.Size)
            throw new ArgumentException(
                $"Detail needs sides of at least {GaussianWindow.Size} pixels, not {original.Width} x {original.Height}.", nameof(original));
        double own = 0, shared = 0, wanted = 0;
        long count = 0;
        foreach (var (x, y) in HighPass.Rows(restored).Zip(HighPass.Rows(original)))
        {
            for (var i = 0; i < x.Length; i++)
            {
                own += x[i] * x[i];
                shared += x[i] * y[i];
                wanted += y[i] * y[i];
            }

            count += x.Length;
        }

        return wanted < LeastEnergy * count ? null : new Detail(shared / wanted, Math.Max(0, own - (shared * shared / wanted)) / wanted);
    }
}
