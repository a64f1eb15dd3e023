using CloudRestore.Imaging.Damage;

namespace CloudRestore.Imaging.Tests.Damage;

public class LowResolutionTests
{
    private static readonly RgbImage Picture = TestPictures.Gradient(120, 80);

    [Fact]
    public void Every_size_of_the_range_is_drawn() =>
        Enumerable.Range(0, 200).Select(seed => Shrink(new() { ShorterSide = 20, MaxShorterSide = 24 }, (ulong)seed).Height)
            .Distinct().Order().Should().Equal(20, 21, 22, 23, 24);

    [Fact]
    public void Without_a_range_the_size_is_always_the_same() =>
        Enumerable.Range(0, 20).Select(seed => Shrink(new() { ShorterSide = 20 }, (ulong)seed)).Should().OnlyContain(image => image.Height == 20 && image.Width == 30);

    [Fact]
    public void A_picture_is_never_enlarged() => Shrink(new() { ShorterSide = 81, MaxShorterSide = 200 }, 1).Should().BeSameAs(Picture);

    [Theory]
    [InlineData(7, null, "*8 to 4096 pixels, not 7*")]
    [InlineData(96, 95, "*96 to 4096 pixels, not 95*")]
    [InlineData(96, 5000, "*96 to 4096 pixels, not 5000*")]
    public void Sizes_out_of_range_are_refused(int shorterSide, int? most, string message) =>
        new LowResolution { ShorterSide = shorterSide, MaxShorterSide = most }.Invalid().Should().Match(message);

    private static RgbImage Shrink(LowResolution step, ulong seed) => step.Apply(Picture, new DamageContext(new SeededRandom(seed), 50));
}
