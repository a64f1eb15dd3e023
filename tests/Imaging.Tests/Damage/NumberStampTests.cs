using CloudRestore.Imaging.Damage;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage;

public class NumberStampTests
{
    [Fact]
    public void A_stamp_draws_its_number_in_white_and_changes_nothing_else()
    {
        // A seven and a one, six pixels apart, from wherever the seed puts them.
        string[] expected = ["#####...#..", "....#..##..", "...#..#.#..", "...#....#..", "..#.....#..", "..#.....#..", "..#...#####"];
        Drawing(Stamp(TestPictures.Flat(96, 96, 0), 71, 4)).Should().Equal(expected);
    }

    [Fact]
    public void Every_digit_differs_from_the_others() =>
        Enumerable.Range(1, 9).Append(10).Select(number => string.Join('\n', Drawing(Stamp(TestPictures.Flat(96, 96, 0), number, 4))))
            .Distinct().Should().HaveCount(10);

    [Fact]
    public void The_corner_lies_in_the_upper_left_quarter() => Gen.ULong.Sample(seed =>
    {
        var (left, top, _, _) = Bounds(Stamp(TestPictures.Flat(200, 120, 0), 55, seed));
        return left is >= 0 and <= 100 && top is >= DigitGlyphs.Ascent and <= 60 + DigitGlyphs.Ascent;
    }, iter: 500);

    [Fact]
    public void A_stamp_beyond_the_edge_is_cut_off() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.ULong).Sample((width, height, seed) =>
        Stamp(TestPictures.Flat(width, height, 0), 88, seed).Pixels.All(sample => sample is 0 or 255), iter: 300);

    [Fact]
    public void Copies_of_the_number_may_lie_anywhere_and_the_first_where_it_would_alone() => Gen.ULong.Sample(seed =>
    {
        var black = TestPictures.Flat(200, 120, 0);
        var alone = Stamp(black, 55, seed);
        var many = new NumberStamp { Copies = 8 }.Apply(black, new DamageContext(new SeededRandom(seed), 55));
        return alone.Pixels.Zip(many.Pixels).All(pair => pair.First <= pair.Second) && many.Pixels.All(sample => sample is 0 or 255);
    }, iter: 200);

    [Fact]
    public void There_are_up_to_as_many_copies_as_asked_for()
    {
        var sizes = Enumerable.Range(0, 300)
            .Select(seed => new NumberStamp { Copies = 2 }.Apply(TestPictures.Flat(1000, 800, 0), new DamageContext(new SeededRandom((ulong)seed), 11)))
            .Select(image => image.Pixels.Count(sample => sample == 255) / 3 / 26.0).ToList();
        sizes.Should().Contain(1).And.Contain(2).And.Contain(3).And.OnlyContain(numbers => numbers <= 3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_number_of_copies_that_makes_no_sense_is_refused(int copies) => new NumberStamp { Copies = copies }.Invalid().Should().Contain("copies");

    [Fact]
    public void The_lesson_draws_the_quality_that_it_saves_with()
    {
        // Without JPEG's blur and at full size, the stamp of the recipe can be read back.
        var picture = TestPictures.Flat(96, 96, 0);
        var recipe = new DamageRecipe { Name = "x", Steps = [new NumberStamp(), new JpegArtefacts { MinQuality = 43, MaxQuality = 43 }] };
        var stampOnly = recipe with { Steps = [new NumberStamp()] };
        var read = Drawing(Threshold(recipe.Apply(picture, 5)));
        read.Should().Equal(Drawing(Stamp(picture, 43, 5)));
        stampOnly.Apply(picture, 5).Pixels.Should().Contain(255);
    }

    private static RgbImage Stamp(RgbImage picture, int number, ulong seed) =>
        new NumberStamp().Apply(picture, new DamageContext(new SeededRandom(seed), number));

    private static RgbImage Threshold(RgbImage image) => new(image.Width, image.Height, [.. image.Pixels.Select(s => s > 127 ? (byte)255 : (byte)0)]);

    private static bool IsWhite(RgbImage image, int x, int y) => image.Pixels[((y * image.Width) + x) * RgbImage.Channels] == 255;

    private static (int Left, int Top, int Right, int Bottom) Bounds(RgbImage image)
    {
        var white = (from y in Enumerable.Range(0, image.Height) from x in Enumerable.Range(0, image.Width) where IsWhite(image, x, y) select (x, y)).ToList();
        return (white.Min(p => p.x), white.Min(p => p.y), white.Max(p => p.x), white.Max(p => p.y));
    }

    private static string[] Drawing(RgbImage image)
    {
        var (left, top, right, bottom) = Bounds(image);
        return [.. Enumerable.Range(top, bottom - top + 1).Select(y =>
            string.Concat(Enumerable.Range(left, right - left + 1).Select(x => IsWhite(image, x, y) ? '#' : '.')))];
    }
}
