using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Imaging.Tests.Damage;

public class ResizeTests
{
    private static readonly RgbImage Picture = TestPictures.Gradient(90, 60);

    [Fact]
    public void The_size_is_kept_unless_told_otherwise()
    {
        for (var seed = 0UL; seed < 30; seed++)
            new Resize().Apply(Picture, seed).Should().Match<RgbImage>(image => image.Width == 90 && image.Height == 60);
    }

    [Fact]
    public void It_grows_shrinks_or_keeps_as_often_as_asked()
    {
        var heights = Enumerable.Range(0, 600).Select(seed => new Resize { KeepSize = false, UpProbability = 0.3, DownProbability = 0.4 }.Apply(TestPictures.Flat(9, 100, 5), (ulong)seed).Height).ToList();
        heights.Count(height => height > 100).Should().BeInRange(140, 220);
        heights.Count(height => height < 100).Should().BeInRange(190, 290);
        heights.Should().OnlyContain(height => height >= 15 && height <= 150);
    }

    [Fact]
    public void A_single_scale_is_met_exactly() =>
        new Resize { UpProbability = 0, DownProbability = 1, MinScale = 0.25, MaxScale = 0.25, KeepSize = false }.Apply(Picture)
            .Should().Match<RgbImage>(image => image.Width == 23 && image.Height == 15);

    [Fact]
    public void Shrinking_more_loses_more()
    {
        var noise = TestPictures.Noise(64, 64, 2);
        double[] scales = [0.1, 0.3, 0.6];
        scales.Select(scale => Psnr.Of(noise, new Resize { UpProbability = 0, DownProbability = 1, MinScale = scale, MaxScale = scale }.Apply(noise))).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Damage_within_is_done_at_the_other_size()
    {
        var sizes = new List<int>();
        new Resize { UpProbability = 0, DownProbability = 1, MinScale = 0.5, MaxScale = 0.5, Steps = [new MeasuringStep(sizes)] }.Apply(Picture);
        sizes.Should().Equal(30);
    }

    private sealed class MeasuringStep(List<int> heights) : IDamageStep
    {
        public RgbImage Apply(RgbImage image, DamageContext context)
        {
            heights.Add(image.Height);
            return image;
        }

        public string? Invalid() => null;
    }
}
