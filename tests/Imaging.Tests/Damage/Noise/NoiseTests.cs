using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Noise;

namespace CloudRestore.Imaging.Tests.Damage.Noise;

public class NoiseTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(30)]
    public void Gaussian_noise_has_the_sigma_that_was_asked_for(double sigma)
    {
        var (mean, deviation) = Statistics(new GaussianNoise { MinSigma = sigma, MaxSigma = sigma, GreyShare = 0 }.Apply(TestPictures.Flat(120, 100, 128)));
        mean.Should().BeApproximately(128, 0.5);
        deviation.Should().BeApproximately(Math.Sqrt((sigma * sigma) + (1 / 12.0)), 0.02 * sigma);
    }

    [Theory]
    [InlineData(25, 1)]
    [InlineData(100, 1)]
    [InlineData(100, 2)]
    [InlineData(180, 0.5)]
    public void Poisson_noise_grows_with_the_root_of_the_light(int level, double scale)
    {
        var (mean, deviation) = Statistics(new PoissonNoise { MinScale = scale, MaxScale = scale, GreyShare = 0 }.Apply(TestPictures.Flat(120, 100, level)));
        mean.Should().BeApproximately(level, 0.5);
        deviation.Should().BeApproximately(scale * Math.Sqrt(level), 0.03 * scale * Math.Sqrt(level));
    }

    [Fact]
    public void Where_no_light_is_there_is_no_poisson_noise() =>
        new PoissonNoise { MinScale = 3, MaxScale = 3 }.Apply(TestPictures.Flat(20, 20, 0)).Pixels.Should().OnlyContain(sample => sample == 0);

    [Fact]
    public void Grey_noise_is_the_same_in_all_channels()
    {
        foreach (var noise in new IDamageStep[] { new GaussianNoise { MinSigma = 10, GreyShare = 1 }, new PoissonNoise { MinScale = 2, GreyShare = 1 } })
            IsGrey(noise.Apply(TestPictures.Flat(20, 20, 128))).Should().BeTrue();
    }

    [Fact]
    public void Colour_noise_differs_between_channels()
    {
        foreach (var noise in new IDamageStep[] { new GaussianNoise { MinSigma = 10, GreyShare = 0 }, new PoissonNoise { MinScale = 2, GreyShare = 0 } })
            IsGrey(noise.Apply(TestPictures.Flat(20, 20, 128))).Should().BeFalse();
    }

    [Fact]
    public void The_share_of_grey_noise_is_kept()
    {
        var noise = new GaussianNoise { MinSigma = 10 };
        Enumerable.Range(0, 1000).Count(seed => IsGrey(noise.Apply(TestPictures.Flat(3, 3, 128), (ulong)seed))).Should().BeInRange(340, 460);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(255)]
    public void Counts_have_mean_and_variance_of_a_poisson_distribution(int mean)
    {
        var random = new SeededRandom(5);
        double[] counts = [.. Enumerable.Range(0, 20_000).Select(_ => (double)PoissonCounts.Draw(mean, random))];
        var found = counts.Average();
        found.Should().BeApproximately(mean, 0.03 * Math.Sqrt(mean));
        counts.Average(count => (count - found) * (count - found)).Should().BeApproximately(mean, 0.05 * mean);
    }

    private static bool IsGrey(RgbImage image) => image.Pixels.Chunk(RgbImage.Channels).All(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2]);

    private static (double Mean, double Deviation) Statistics(RgbImage image)
    {
        var mean = image.Pixels.Average(sample => (double)sample);
        return (mean, Math.Sqrt(image.Pixels.Average(sample => (sample - mean) * (sample - mean))));
    }
}
