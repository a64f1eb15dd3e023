using CloudRestore.Learning.Restoration.Smoothing;

namespace CloudRestore.Learning.Tests.Restoration.Smoothing;

public sealed class BilateralFilterTests
{
    // Wider than several vectors, and no multiple of one.
    private const int Width = 67;
    private const int Height = 40;

    [Fact]
    public void Dots_vanish_from_an_even_ground()
    {
        var dotted = Tile.Of(Width, Height, (x, y) => Dotted(120, x, y));
        var filtered = Filter(dotted, 1);
        Spread(dotted).Should().BeGreaterThan(4);
        Spread(filtered).Should().BeLessThan(0.5);
    }

    [Fact]
    public void Edges_stay_where_they_are_and_as_hard_as_they_are()
    {
        var filtered = Filter(Tile.Of(Width, Height, (x, y) => Dotted(x < 33 ? 60 : 180, x, y)), 1);
        for (var y = 4; y < Height - 4; y++)
        {
            filtered.Levels[((y * Width) + 32) * 3].Should().BeInRange(55, 80, "the last column of the dark side");
            filtered.Levels[((y * Width) + 33) * 3].Should().BeInRange(160, 190, "the first of the light side");
        }
    }

    [Fact]
    public void An_even_picture_stays_as_it_is_up_to_its_borders() =>
        Filter(Tile.Of(Width, Height, (_, _) => (200, 90, 30)), 1).Levels.Zip(Tile.Of(Width, Height, (_, _) => (200, 90, 30)).Levels)
            .Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 0.001f));

    [Fact]
    public void A_tint_goes_and_shading_stays()
    {
        // Across the middle a bump of 14 levels, wider than the filter sees at once; on the left half it is red, on the right half grey.
        float Bump(int y) => (float)(14 * Math.Exp(-(y - 20) * (y - 20) / 18.0));
        var tinted = Tile.Of(Width, Height, (x, y) => x < 33 ? (120 + Bump(y), 120 - (Bump(y) * 0.509f), 120) : (120 + Bump(y), 120 + Bump(y), 120 + Bump(y)));
        var share = new Plane(Width, Height);
        for (var y = 8; y < 32; y++)
            share.Row(y).Fill(1);
        float[] levels = [.. tinted.Levels];
        new BilateralFilter(Width, Height).Apply(levels, share, 255);

        float RedLessGreen(int x, int y) => levels[((y * Width) + x) * 3] - levels[(((y * Width) + x) * 3) + 1];
        RedLessGreen(10, 20).Should().BeLessThan(14 * 1.509f * 0.5f, "half of the tint and more is gone");
        levels[((20 * Width) + 56) * 3].Should().BeGreaterThan(120 + (14 * 0.5f), "most of the shading is there");
    }

    [Fact]
    public void Only_the_share_asked_for_is_filtered()
    {
        var dotted = Tile.Of(Width, Height, (x, y) => Dotted(120, x, y));
        var (whole, half, none) = (Filter(dotted, 1), Filter(dotted, 0.5f), Filter(dotted, 0));
        none.Levels.Should().Equal(dotted.Levels);
        Spread(half).Should().BeInRange(Spread(dotted) * 0.2, Spread(dotted) * 0.6).And.BeGreaterThan(Spread(whole) * 2);
    }

    [Fact]
    public void Pixels_beside_the_share_are_not_touched()
    {
        var dotted = Tile.Of(Width, Height, (x, y) => Dotted(120, x, y));
        var share = new Plane(Width, Height);
        share.Row(20)[21] = 1;
        float[] filtered = [.. dotted.Levels];
        new BilateralFilter(Width, Height).Apply(filtered, share, 255);
        Enumerable.Range(0, filtered.Length).Where(i => filtered[i] != dotted.Levels[i]).Select(i => i / 3).Distinct().Should().Equal((20 * Width) + 21);
    }

    [Fact]
    public void Sixteen_bits_are_filtered_as_eight()
    {
        var dotted = Tile.Of(Width, Height, (x, y) => Dotted(x < 33 ? 60 : 180, x, y));
        var deep = dotted.Map(level => level * 257);
        Filter(deep, 1, ushort.MaxValue).Levels.Zip(Filter(dotted, 1).Levels).Should().AllSatisfy(pair => (pair.First / 257).Should().BeApproximately(pair.Second, 0.01f));
    }

    [Fact]
    public void One_filter_serves_one_tile_after_the_other()
    {
        var filter = new BilateralFilter(Width, Height);
        var share = new Plane(Width, Height);
        share.Levels.AsSpan().Fill(1);
        var dotted = Tile.Of(Width, Height, (x, y) => Dotted(120, x, y));
        filter.Apply((float[])[.. Tile.Of(Width, Height, (_, _) => (255, 0, 255)).Levels], share, 255);
        float[] second = [.. dotted.Levels];
        filter.Apply(second, share, 255);
        second.Should().Equal(Filter(dotted, 1).Levels);
    }

    private static Tile Filter(Tile tile, float part, float top = 255)
    {
        var share = new Plane(tile.Width, tile.Height);
        share.Levels.AsSpan().Fill(part);
        float[] levels = [.. tile.Levels];
        new BilateralFilter(tile.Width, tile.Height).Apply(levels, share, top);
        return tile with { Levels = levels };
    }

    // Two pixels apart, in colours, as a network's upsampling leaves them.
    private static (float Red, float Green, float Blue) Dotted(float level, int x, int y) => x % 2 == 0 && y % 2 == 0 ? (level + 12, level - 6, level + 9) : (level, level, level);

    private static double Spread(Tile tile)
    {
        var red = tile.Levels.Where((_, i) => i % 3 == 0).ToList();
        var mean = red.Average();
        return Math.Sqrt(red.Average(level => (level - mean) * (level - mean)));
    }
}
