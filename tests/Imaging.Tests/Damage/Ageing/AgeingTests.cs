using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Ageing;

namespace CloudRestore.Imaging.Tests.Damage.Ageing;

public class AgeingTests
{
    private static readonly RgbImage Grey = TestPictures.Flat(200, 150, 128);

    [Fact]
    public void Greyscale_leaves_luma_in_all_channels()
    {
        var grey = new Greyscale().Apply(TestPictures.Of(3, 1, (x, _, channel) => x == channel ? 255 : 0));
        grey.Pixels.Should().Equal(76, 76, 76, 150, 150, 150, 29, 29, 29);
        new Greyscale().Apply(grey).Pixels.Should().Equal(grey.Pixels);
    }

    [Fact]
    public void Fading_lifts_blacks_and_lowers_contrast()
    {
        var faded = new Fading { MinContrast = 0.5, MaxContrast = 0.5, MinLift = 0.5, MaxLift = 0.5, MaxCast = 0 }.Apply(TestPictures.Of(2, 1, (x, _, _) => x * 255));
        faded.Pixels.Should().Equal(64, 64, 64, 191, 191, 191);
    }

    [Fact]
    public void A_cast_is_yellow_to_brown()
    {
        var faded = new Fading { MinCast = 0.8 }.Apply(TestPictures.Flat(1, 1, 200)).Pixels;
        (faded[0] > faded[1] && faded[1] > faded[2]).Should().BeTrue();
    }

    [Fact]
    public void Full_paleness_is_grey()
    {
        var faded = new Fading { MinPaleness = 1, MaxPaleness = 1, MaxCast = 0 }.Apply(TestPictures.Noise(9, 9, 1));
        faded.Pixels.Chunk(3).Should().OnlyContain(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    }

    [Fact]
    public void A_scratch_changes_only_what_it_covers()
    {
        // At most 8 scratches of 1 pixel, as long as 1.3 heights, and half a pixel of antialiasing at either side.
        for (var seed = 0UL; seed < 20; seed++)
            Changed(new Scratches { MaxThickness = 0.005 }.Apply(Grey, seed)).Count.Should().BeLessThan(8 * 200 * 3);
    }

    [Fact]
    public void Upright_scratches_run_downwards()
    {
        var scratch = new Scratches { MinCount = 1, MaxCount = 1, CurvedShare = 0, MinOpacity = 1 };
        for (var seed = 0UL; seed < 20; seed++)
        {
            var changed = Changed(scratch.Apply(Grey, seed));
            if (changed.Count > 40)
                (changed.Max(at => at.Y) - changed.Min(at => at.Y)).Should().BeGreaterThan(2 * (changed.Max(at => at.X) - changed.Min(at => at.X)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Scratches_and_dust_are_bright_or_dark_as_asked(double bright)
    {
        IDamageStep[] steps = [new Scratches { BrightShare = bright, MinCount = 3 }, new Dust { BrightShare = bright }];
        foreach (var step in steps)
        {
            var changed = step.Apply(Grey, 3).Pixels.Where(sample => sample != 128).ToList();
            changed.Should().NotBeEmpty().And.OnlyContain(sample => bright == 1 ? sample > 128 : sample < 128);
        }
    }

    [Fact]
    public void More_dust_covers_more()
    {
        int[] grains = [5, 50, 500];
        grains.Select(count => Changed(new Dust { MinCount = count, MaxCount = count }.Apply(Grey, 2)).Count).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Dust_is_as_large_as_asked()
    {
        var small = new Dust { MinCount = 1, MaxCount = 1, HairShare = 0, MinSize = 0.02, MaxSize = 0.02, MinOpacity = 1 };
        for (var seed = 0UL; seed < 20; seed++)
        {
            // Two or three blobs of 3 pixels that overlap by half.
            var changed = Changed(small.Apply(Grey, seed));
            (changed.Max(at => at.X) - changed.Min(at => at.X)).Should().BeInRange(0, 8);
        }
    }

    private static List<(int X, int Y)> Changed(RgbImage image) =>
        [.. Enumerable.Range(0, image.Width * image.Height).Where(i => image.Pixels[i * 3] != 128).Select(i => (i % image.Width, i / image.Width))];
}
