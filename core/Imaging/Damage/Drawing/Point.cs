namespace CloudRestore.Imaging.Damage.Drawing;

/// <summary>A place on a picture in pixels: (0, 0) is the top left corner of the top left pixel, whose centre is (0.5, 0.5).</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(Point a, double factor) => new(a.X * factor, a.Y * factor);
}
