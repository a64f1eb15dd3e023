namespace CloudRestore.Imaging.Damage.Drawing;

/// <summary>Smooth lines through control polygons.</summary>
internal static class Curve
{
    private const int Rounds = 4;

    /// <summary>
    /// The quadratic B-spline of a control polygon as a line of short pieces, by cutting corners (Chaikin 1974). An open polygon keeps its
    /// ends; one whose last point is its first is closed.
    /// </summary>
    public static IReadOnlyList<Point> Smooth(IReadOnlyList<Point> polygon)
    {
        if (polygon.Count < 3)
            return polygon;
        var points = polygon;
        var closed = polygon[0] == polygon[^1];
        for (var round = 0; round < Rounds; round++)
        {
            var cut = new List<Point>(2 * points.Count);
            if (!closed)
                cut.Add(points[0]);
            for (var i = 0; i < points.Count - 1; i++)
            {
                cut.Add((points[i] * 0.75) + (points[i + 1] * 0.25));
                cut.Add((points[i] * 0.25) + (points[i + 1] * 0.75));
            }

            cut.Add(closed ? cut[0] : points[^1]);
            points = cut;
        }

        return points;
    }
}
