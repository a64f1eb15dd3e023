using System.Globalization;
using System.Text;

namespace CloudRestore.Learning.Evaluation;

/// <summary>Draws the columns of a <c>metrics.csv</c> over its steps as inline SVG, one small picture for each column.</summary>
public static class MetricsCurve
{
    private const int Width = 320;
    private const int Height = 140;
    private const int Margin = 6;
    private static readonly string[] NotDrawn = ["step", "phase", "learningRate"];

    /// <summary>The curves of a file.</summary>
    /// <param name="title">What stands above them.</param>
    /// <param name="lines">The lines of the file, its header first.</param>
    public static string Draw(string title, IReadOnlyList<string> lines)
    {
        var html = new StringBuilder();
        var columns = lines.Count == 0 ? [] : lines[0].Split(',');
        var rows = lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length == columns.Length).ToList();
        foreach (var (index, column) in columns.Index().Where(c => !NotDrawn.Contains(c.Item)))
        {
            var points = rows.Select(cells => (X: Number(cells[0]), Y: Number(cells[index]))).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToList();
            if (points.Count > 1)
                html.Append(Figure($"{title}: {column}", points));
        }

        return html.ToString();
    }

    private static string Figure(string title, IReadOnlyList<(double X, double Y)> points)
    {
        var (left, right) = (points.Min(p => p.X), points.Max(p => p.X));
        var (low, high) = (points.Min(p => p.Y), points.Max(p => p.Y));
        var path = string.Join(' ', points.Select(p => Text(
            $"{Margin + (p.X - left) / Span(left, right) * (Width - 2 * Margin):F1},{Height - Margin - (p.Y - low) / Span(low, high) * (Height - 2 * Margin):F1}")));
        return Text($"""
            <figure><figcaption>{System.Net.WebUtility.HtmlEncode(title)}</figcaption>
            <svg viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img"><rect width="100%" height="100%" fill="#f4f4f2"/>
            <polyline points="{path}" fill="none" stroke="#1f5f8b" stroke-width="1.5"/></svg>
            <small>{low:G4} to {high:G4}, last {points[^1].Y:G4}, steps {left:F0} to {right:F0}</small></figure>

            """);
    }

    private static double Span(double low, double high) => high > low ? high - low : 1;

    private static double Number(string cell) => double.TryParse(cell, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
