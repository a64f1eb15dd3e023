using CloudRestore.Learning.Restoration.Smoothing;
using CsCheck;

namespace CloudRestore.Learning.Tests.Restoration.Smoothing;

public sealed class SlidingWindowTests
{
    private static readonly Gen<(Plane Plane, int Radius)> Planes =
        from width in Gen.Int[1, 40]
        from height in Gen.Int[1, 12]
        from radius in Gen.Int[0, 9]
        from levels in Gen.Float[-255, 255].Array[width * height]
        select (PlaneOf(width, height, (x, y) => levels[(y * width) + x]), radius);

    [Fact]
    public void The_maximum_is_that_of_the_square_inside_the_picture() => Planes.Sample(given =>
    {
        var expected = ByHand(given.Plane, given.Radius, square => square.Max());
        SlidingWindow.Maximum(given.Plane, given.Radius, Like(given.Plane));
        given.Plane.Levels.Should().Equal(expected);
    });

    [Fact]
    public void The_mean_is_that_of_the_square_inside_the_picture() => Planes.Sample(given =>
    {
        var expected = ByHand(given.Plane, given.Radius, square => (float)square.Average(level => (double)level));
        SlidingWindow.Mean(given.Plane, given.Radius, Like(given.Plane));
        given.Plane.Levels.Zip(expected).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 0.01f));
    });

    [Fact]
    public void The_top_hat_holds_what_the_square_does_not_fit_into()
    {
        // On a ground of 100 a line of 4 pixels, a block of 12, and a soft edge.
        var plane = PlaneOf(80, 40, (x, _) => x switch { >= 10 and < 14 => 160, >= 30 and < 42 => 160, >= 56 => 100 + (Math.Min(x - 56, 12) * 2), _ => 100 });
        SlidingWindow.WhiteTopHat(plane, 4, Like(plane), Like(plane));
        for (var x = 0; x < 80; x++)
            plane.Row(20)[x].Should().Be(x is >= 10 and < 14 ? 60 : 0, $"of column {x}");
    }

    [Fact]
    public void The_top_hat_is_never_negative_and_blind_to_brightness() => Planes.Sample(given =>
    {
        var brighter = PlaneOf(given.Plane.Width, given.Plane.Height, (x, y) => given.Plane.Row(y)[x] + 64);
        SlidingWindow.WhiteTopHat(given.Plane, given.Radius, Like(given.Plane), Like(given.Plane));
        SlidingWindow.WhiteTopHat(brighter, given.Radius, Like(brighter), Like(brighter));
        given.Plane.Levels.Should().OnlyContain(level => level >= 0);
        given.Plane.Levels.Zip(brighter.Levels).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 0.001f));
    });

    private static float[] ByHand(Plane plane, int radius, Func<IEnumerable<float>, float> of) =>
    [
        .. from y in Enumerable.Range(0, plane.Height)
           from x in Enumerable.Range(0, plane.Width)
           select of(
               from row in Enumerable.Range(0, plane.Height)
               from column in Enumerable.Range(0, plane.Width)
               where Math.Abs(row - y) <= radius && Math.Abs(column - x) <= radius
               select plane.Levels[(row * plane.Width) + column]),
    ];

    private static Plane Like(Plane plane) => new(plane.Width, plane.Height);

    private static Plane PlaneOf(int width, int height, Func<int, int, float> level)
    {
        var plane = new Plane(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                plane.Row(y)[x] = level(x, y);
        return plane;
    }
}
