using CloudRestore.Learning.Restoration.Smoothing;

namespace CloudRestore.Learning.Tests.Restoration.Smoothing;

public sealed class RemovedStrokesTests
{
    private const int Side = 128;

    private static readonly Tile Ground = Tile.Of(Side, Side, (_, _) => (120, 110, 90));

    [Theory]
    [InlineData(255)]
    [InlineData(10)]
    public void Light_and_dark_strokes_that_are_gone_are_found_with_what_is_around_them(float level)
    {
        var share = Find(WithStroke(level), Ground)!;

        share.Row(64)[64].Should().Be(1, "there was the stroke");
        share.Row(64 + RemovedStrokes.Reach - RemovedStrokes.Feather)[64].Should().BeApproximately(1, 1e-5f, "JPEG spreads it so far");
        share.Row(64)[64 + 3 + RemovedStrokes.Reach].Should().BeInRange(0.2f, 0.8f);
        share.Row(64)[64 + 4 + RemovedStrokes.Reach + RemovedStrokes.Feather].Should().Be(0);
        share.Levels.Should().OnlyContain(part => part >= 0 && part <= 1.00001f);
    }

    [Fact]
    public void A_stroke_that_is_still_there_is_none() => Find(WithStroke(255), WithStroke(250)).Should().BeNull();

    [Fact]
    public void A_stroke_that_appears_is_none() => Find(Ground, WithStroke(255)).Should().BeNull();

    [Fact]
    public void A_soft_edge_that_becomes_hard_is_none()
    {
        var soft = Tile.Of(Side, Side, (x, _) => Grey(Math.Clamp(128 + ((x - 64) * 16), 20, 235)));
        var hard = Tile.Of(Side, Side, (x, _) => Grey(x < 64 ? 20 : 235));
        Find(soft, hard).Should().BeNull();
    }

    [Fact]
    public void Colours_that_come_back_are_none()
    {
        // The stripes become red, of the same luma: without colour their top-hat is 70 levels, in green it is 18.
        var striped = Tile.Of(Side, Side, (x, _) => Grey(x % 16 < 3 ? 160 : 90));
        var coloured = Tile.Of(Side, Side, (x, _) => x % 16 < 3 ? (160 + (0.587f * 150), 160 - (0.299f * 150), 160) : Grey(90));
        Find(striped, coloured).Should().BeNull();
    }

    [Fact]
    public void Brightness_that_changes_over_the_whole_is_none() => Find(WithStroke(255), WithStroke(255).Map(level => level - 60)).Should().BeNull();

    [Fact]
    public void What_changes_little_is_none() => Find(WithStroke(135), Ground).Should().BeNull();

    [Fact]
    public void Sixteen_bits_are_judged_as_eight()
    {
        var eight = Find(WithStroke(200), Ground)!;
        var sixteen = new RemovedStrokes(Side, Side).Find(WithStroke(200).Map(level => level * 257).Levels, Ground.Map(level => level * 257).Levels, ushort.MaxValue)!;
        sixteen.Levels.Zip(eight.Levels).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-4f));
    }

    [Fact]
    public void A_tile_says_nothing_of_the_one_before_it()
    {
        var strokes = new RemovedStrokes(Side, Side);
        strokes.Find(WithStroke(255).Levels, Ground.Levels, 255).Should().NotBeNull();
        strokes.Find(Ground.Levels, Ground.Levels, 255).Should().BeNull();
        var elsewhere = Tile.Of(Side, Side, (x, y) => x is >= 20 and < 23 && y is >= 10 and < 30 ? Grey(255) : (120, 110, 90));
        strokes.Find(elsewhere.Levels, Ground.Levels, 255)!.Row(64)[64].Should().Be(0);
    }

    private static Plane? Find(Tile damaged, Tile restored) => new RemovedStrokes(Side, Side).Find(damaged.Levels, restored.Levels, 255);

    // A vertical stroke of 3 pixels in the middle.
    private static Tile WithStroke(float level) => Tile.Of(Side, Side, (x, y) => x is >= 62 and <= 64 && y is >= 50 and < 78 ? Grey(level) : (120, 110, 90));

    private static (float Red, float Green, float Blue) Grey(float level) => (level, level, level);
}
