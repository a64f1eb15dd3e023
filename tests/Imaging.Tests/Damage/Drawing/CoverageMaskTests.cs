using CloudRestore.Imaging.Damage.Drawing;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage.Drawing;

public class CoverageMaskTests
{
    [Fact]
    public void A_line_along_pixels_covers_them_whole() => Rows(Line(new(1.5, 1.5), new(3.5, 1.5), 1)).Should().Equal("00000", "0###0", "00000");

    [Fact]
    public void A_line_between_pixels_covers_both_by_half()
    {
        var mask = Line(new(0, 1), new(5, 1), 1);
        mask.Coverage[2].Should().Be(128);
        mask.Coverage[7].Should().Be(128);
        mask.Coverage[12].Should().Be(0);
    }

    [Fact]
    public void A_line_thinner_than_a_pixel_is_fainter() => Line(new(0, 1.5), new(5, 1.5), 0.5).Coverage[7].Should().Be(128);

    [Fact]
    public void Crossing_lines_do_not_add_up()
    {
        var mask = new CoverageMask(5, 3);
        mask.Stroke([new(0, 1.5), new(5, 1.5)], 1, 0.5);
        mask.Stroke([new(2.5, 0), new(2.5, 3)], 1, 0.5);
        mask.Coverage[7].Should().Be(128);
    }

    [Fact]
    public void Lines_end_at_the_edge() => Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[-1e9, 1e9], Gen.Double[0.1, 50]).Sample((x, y, thickness) =>
        Line(new(x, y), new(2, 2), thickness).Coverage.Length == 15, iter: 200);

    [Fact]
    public void Paint_mixes_by_coverage_and_opacity()
    {
        var picture = TestPictures.Flat(5, 3, 100);
        Line(new(0, 1.5), new(5, 1.5), 1).Paint(picture, (200, 0, 100), 0.5);
        picture.Pixels.AsSpan(7 * 3, 3).ToArray().Should().Equal(150, 50, 100);
        picture.Pixels.AsSpan(0, 15).ToArray().Should().OnlyContain(sample => sample == 100);
    }

    [Fact]
    public void Curves_keep_the_ends_of_open_polygons() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Array[3, 9].Sample(polygon =>
    {
        Point[] points = [.. polygon.Select(at => new Point(at.Item1, at.Item2))];
        var curve = Curve.Smooth(points);
        return points[0] == points[^1] ? curve[0] == curve[^1] : curve[0] == points[0] && curve[^1] == points[^1];
    });

    private static CoverageMask Line(Point from, Point to, double thickness)
    {
        var mask = new CoverageMask(5, 3);
        mask.Stroke([from, to], thickness);
        return mask;
    }

    private static IEnumerable<string> Rows(CoverageMask mask) =>
        mask.Coverage.ToArray().Chunk(5).Select(row => string.Concat(row.Select(covered => covered == 255 ? '#' : covered == 0 ? '0' : '+')));
}
