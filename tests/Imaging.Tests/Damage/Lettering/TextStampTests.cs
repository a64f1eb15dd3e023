using CloudRestore.Imaging.Damage.Lettering;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage.Lettering;

public class TextStampTests
{
    private static readonly RgbImage Grey = TestPictures.Flat(240, 180, 128);
    private static readonly TextStamp White = new() { WhiteShare = 1, BlackShare = 0, OutlineShare = 0, MinOpacity = 1, MinSize = 0.1, MaxSize = 0.1 };

    [Fact]
    public void Text_is_as_high_as_asked_and_lies_within_the_picture() => Gen.ULong.Sample(seed =>
    {
        var (left, top, right, bottom) = Bounds((White with { Texts = ["HELIUM"] }).Apply(Grey, seed));
        // Capitals of 18 pixels, and the pen's thickness.
        return bottom - top is >= 17 and <= 24 && left > 0 && top > 0 && right < 239 && bottom < 179;
    }, iter: 400);

    [Fact]
    public void A_long_text_is_made_to_fit() => Gen.ULong.Sample(seed =>
    {
        var (left, _, right, _) = Bounds((White with { Texts = ["COPYRIGHT 1998 STUDIO"], MinSize = 0.5, MaxSize = 0.5 }).Apply(Grey, seed));
        return right - left is > 180 and < 240;
    }, iter: 20);

    [Fact]
    public void Turned_text_stands_upright()
    {
        var stamp = White with { Texts = ["MMMM"], MaxRotation = 180 };
        var heights = Enumerable.Range(0, 30).Select(seed => Bounds(stamp.Apply(Grey, (ulong)seed))).Select(box => box.Bottom - box.Top).ToList();
        heights.Max().Should().BeGreaterThan(60);
        heights.Min().Should().BeLessThan(50);
    }

    [Fact]
    public void Opacity_lets_the_picture_through()
    {
        var stamped = (White with { Texts = ["MMMM"], MinOpacity = 0.5, MaxOpacity = 0.5 }).Apply(Grey);
        stamped.Pixels.Max().Should().BeInRange(190, 193);
    }

    [Fact]
    public void Black_and_white_text_is_so()
    {
        White.Apply(Grey).Pixels.Should().OnlyContain(sample => sample >= 128).And.Contain(255);
        (White with { WhiteShare = 0, BlackShare = 1 }).Apply(Grey).Pixels.Should().OnlyContain(sample => sample <= 128).And.Contain(0);
    }

    [Fact]
    public void An_outline_stands_out_from_the_letters() =>
        (White with { OutlineShare = 1 }).Apply(Grey).Pixels.Should().Contain(255).And.Contain(sample => sample < 40);

    [Fact]
    public void Places_are_kept()
    {
        var centre = Bounds((White with { Texts = ["HH"], Place = StampPlace.Centre }).Apply(Grey));
        ((centre.Left + centre.Right) / 2).Should().BeInRange(118, 121);
        ((centre.Top + centre.Bottom) / 2).Should().BeInRange(88, 91);
        for (var seed = 0UL; seed < 20; seed++)
        {
            var corner = Bounds((White with { Texts = ["HH"], Place = StampPlace.Corner }).Apply(Grey, seed));
            (corner.Left < 20 || corner.Right > 220).Should().BeTrue();
            (corner.Top < 20 || corner.Bottom > 160).Should().BeTrue();
        }

        var tiled = (White with { Texts = ["HH"], Place = StampPlace.Tiled }).Apply(Grey);
        var tiles = Bounds(tiled);
        (tiles.Right - tiles.Left).Should().BeGreaterThan(150);
        (tiles.Bottom - tiles.Top).Should().BeGreaterThan(100);
    }

    [Fact]
    public void Given_texts_are_all_used() => Enumerable.Range(0, 40)
        .Select(seed => Bounds((White with { Texts = ["I", "MMMMMM"] }).Apply(Grey, (ulong)seed))).Select(box => box.Right - box.Left > 40).Distinct().Should().HaveCount(2);

    [Theory]
    [InlineData("ä")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901")]
    public void A_text_that_cannot_be_written_is_refused(string text) =>
        new TextStamp { Texts = ["good", text] }.Invalid().Should().StartWith($"The text \"{text[..Math.Min(60, text.Length)]}\" cannot be stamped: use 1 to 60 of");

    [Fact]
    public void Tiny_pictures_are_stamped_too() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Enum<StampPlace>(), Gen.ULong).Sample((width, height, place, seed) =>
        new TextStamp { Place = place, MaxRotation = 90, MaxCount = 3 }.Apply(TestPictures.Flat(width, height, 9), seed).Width == width, iter: 200);

    private static (int Left, int Top, int Right, int Bottom) Bounds(RgbImage image)
    {
        var changed = Enumerable.Range(0, image.Width * image.Height).Where(i => image.Pixels[i * 3] != 128).Select(i => (X: i % image.Width, Y: i / image.Width)).ToList();
        return (changed.Min(at => at.X), changed.Min(at => at.Y), changed.Max(at => at.X), changed.Max(at => at.Y));
    }
}
