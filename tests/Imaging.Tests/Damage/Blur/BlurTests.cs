using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Blur;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage.Blur;

public class BlurTests
{
    // A white pixel on black shows the kernel itself.
    private static readonly RgbImage Dot = TestPictures.Of(61, 61, (x, y, _) => x == 30 && y == 30 ? 255 : 0);

    // A plane: symmetric kernels leave its inside as it is.
    private static readonly RgbImage Plane = TestPictures.Of(61, 61, (x, y, _) => (2 * x) + y);

    public static TheoryData<IDamageStep> Blurs => new()
    {
        new GaussianBlur { MinSigma = 1, MaxSigma = 4 }, new GaussianBlur { MinSigma = 1, Anisotropic = true }, new GaussianBlur { MinSigma = 1, Profile = BlurProfile.Generalized },
        new GaussianBlur { MinSigma = 1, Profile = BlurProfile.Plateau, Anisotropic = true }, new MotionBlur(), new SincFilter(),
    };

    [Theory]
    [MemberData(nameof(Blurs))]
    public void What_is_flat_stays_flat(IDamageStep blur) => Gen.Select(Gen.ULong, Gen.Int[0, 255]).Sample((seed, value) =>
        blur.Apply(TestPictures.Flat(19, 13, value), seed).Pixels.All(sample => sample == value), iter: 20);

    [Theory]
    [MemberData(nameof(Blurs))]
    public void The_mean_stays(IDamageStep blur)
    {
        for (var seed = 0UL; seed < 10; seed++)
            Mean(blur.Apply(Plane, seed)).Should().BeApproximately(Mean(Plane), 0.6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(4)]
    public void A_gaussian_is_as_wide_as_asked(double sigma)
    {
        // The blurred edge between black and white is the sum of the kernel: its slope has the kernel's spread.
        var edge = TestPictures.Of(61, 9, (x, _, _) => x < 30 ? 0 : 255);
        var blurred = new GaussianBlur { MinSigma = sigma, MaxSigma = sigma }.Apply(edge);
        double[] slope = [.. Enumerable.Range(1, 60).Select(x => (Sample(blurred, x, 4) - Sample(blurred, x - 1, 4)) / 255.0)];
        var variance = slope.Select((weight, at) => weight * (at + 1 - 30) * (at + 1 - 30)).Sum();
        Math.Sqrt(variance).Should().BeApproximately(sigma, 0.06 * sigma);
    }

    [Fact]
    public void Motion_acts_along_its_angle_alone()
    {
        var flat = new MotionBlur { MinLength = 9, MaxLength = 9, MinAngle = 0, MaxAngle = 0 }.Apply(Dot);
        White(flat).Should().Equal(Enumerable.Range(26, 9).Select(x => (x, 30)));
        var upright = new MotionBlur { MinLength = 9, MaxLength = 9, MinAngle = 90, MaxAngle = 90 }.Apply(Dot);
        White(upright).Should().Equal(Enumerable.Range(26, 9).Select(y => (30, y)));
    }

    [Fact]
    public void Angles_count_counter_clockwise()
    {
        var rising = new MotionBlur { MinLength = 11, MaxLength = 11, MinAngle = 45, MaxAngle = 45 }.Apply(Dot);
        (Sample(rising, 33, 27) > 0).Should().BeTrue();
        (Sample(rising, 27, 27) > 0).Should().BeFalse();
        var wide = new GaussianBlur { MinSigma = 1, MaxSigma = 6, Anisotropic = true, MinAngle = 45, MaxAngle = 45 };
        var tilted = Enumerable.Range(0, 20).Select(seed => wide.Apply(Dot, (ulong)seed)).ToList();
        tilted.Should().Contain(image => Sample(image, 33, 27) > Sample(image, 27, 27)).And.Contain(image => Sample(image, 33, 27) < Sample(image, 27, 27));
    }

    [Fact]
    public void Isotropic_blurs_treat_all_directions_alike()
    {
        foreach (var profile in Enum.GetValues<BlurProfile>())
        {
            var blurred = new GaussianBlur { MinSigma = 1.5, Profile = profile }.Apply(Dot, 4);
            Sample(blurred, 32, 30).Should().Be(Sample(blurred, 28, 30)).And.Be(Sample(blurred, 30, 32)).And.Be(Sample(blurred, 30, 28));
        }
    }

    [Fact]
    public void A_sinc_rings_beside_an_edge()
    {
        var edge = TestPictures.Of(61, 9, (x, _, _) => x < 30 ? 60 : 190);
        var ringing = new SincFilter { MinCutoff = 0.4, MaxCutoff = 0.4 }.Apply(edge);
        ringing.Pixels.Should().Contain(sample => sample > 192).And.Contain(sample => sample < 58);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.44005058574493352)]
    [InlineData(3.8317059702075123, 0)]
    [InlineData(20, 0.066833124175850046)]
    public void Bessel_functions_have_their_tabled_values(double x, double expected) => SincFilter.BesselJ1(x).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void Kernels_stop_at_the_edge_of_small_pictures() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.ULong).Sample((width, height, seed) =>
    {
        var blurred = new GaussianBlur { MinSigma = 5, MaxSigma = 10 }.Apply(TestPictures.Noise(width, height, seed), seed);
        return blurred.Width == width && blurred.Height == height;
    }, iter: 30);

    private static int Sample(RgbImage image, int x, int y) => image.Pixels[((y * image.Width) + x) * RgbImage.Channels];

    private static double Mean(RgbImage image) => image.Pixels.Average(sample => (double)sample);

    private static IEnumerable<(int X, int Y)> White(RgbImage image) =>
        from y in Enumerable.Range(0, image.Height) from x in Enumerable.Range(0, image.Width) where Sample(image, x, y) > 4 select (x, y);
}
