using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Drawing;
using CloudRestore.Imaging.Damage.Lettering;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage.Lettering;

public class StrokeFontTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!?-_+=*/()#&'\"%@\u00A9";

    [Fact]
    public void Letters_digits_and_punctuation_can_be_written() => Alphabet.Should().Match<string>(text => StrokeFont.CanWrite(text));

    [Theory]
    [InlineData("\u00E4")]
    [InlineData("a\nb")]
    [InlineData("\uD83D\uDE00")]
    public void Other_characters_cannot(string text) => StrokeFont.CanWrite(text).Should().BeFalse();

    [Fact]
    public void Every_glyph_differs_from_the_others() =>
        Alphabet.Select(character => Shape(character.ToString())).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Glyphs_stay_within_their_line() => Gen.Char[Alphabet].Sample(character =>
    {
        var (strokes, width) = StrokeFont.Write(character.ToString(), equalWidths: false, slant: 0);
        return strokes.SelectMany(stroke => stroke).All(point => point.X >= 0 && point.X <= width + 1e-9 && point.Y >= -10 && point.Y <= 3);
    });

    [Fact]
    public void A_typewriter_gives_each_character_the_same_room()
    {
        StrokeFont.Write("iii", equalWidths: true, slant: 0).Width.Should().Be(StrokeFont.Write("WWW", equalWidths: true, slant: 0).Width);
        StrokeFont.Write("iii", equalWidths: false, slant: 0).Width.Should().BeLessThan(StrokeFont.Write("WWW", equalWidths: false, slant: 0).Width);
    }

    [Fact]
    public void A_slant_moves_tops_to_the_right_and_leaves_the_baseline()
    {
        var points = StrokeFont.Write("I", equalWidths: false, slant: 0.2).Strokes.Single();
        points.Should().Equal(new Point(0, 0), new Point(0.2 * 9, -9));
    }

    [Fact]
    public void The_width_has_room_for_slanted_capitals() => Gen.Select(Gen.Char[Alphabet[..26]], Gen.Double[0, 0.3]).Sample((character, slant) =>
    {
        var (strokes, width) = StrokeFont.Write(character.ToString(), equalWidths: false, slant);
        return strokes.SelectMany(stroke => stroke).All(point => point.X <= width + 1e-9);
    });

    [Fact]
    public void Whatever_is_made_up_can_be_written() => Gen.ULong.Sample(seed =>
    {
        var random = new SeededRandom(seed);
        return StrokeFont.CanWrite(StampWords.Number(random)) && StrokeFont.CanWrite(StampWords.Words(random));
    });

    private static string Shape(string text) => string.Join(';', StrokeFont.Write(text, equalWidths: false, slant: 0).Strokes.Select(stroke => string.Join(' ', stroke)));
}
