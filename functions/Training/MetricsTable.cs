using System.Globalization;
using CloudRestore.Core.Api;

namespace CloudRestore.Functions.Training;

/// <summary>Reads a stage's <c>metrics.csv</c>: a header, then numbers. Pure.</summary>
internal static class MetricsTable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "metrics.csv";

    /// <summary>Reads the text of a file. Rows that are cut short are left out.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="step">The step at which it was written, or null once the stage is done.</param>
    /// <param name="text">The file.</param>
    public static StageCurve Read(string stage, long? step, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var columns = lines.Length == 0 ? [] : lines[0].Split(',');
        var rows = lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length == columns.Length);
        return new StageCurve(stage, step, columns, [.. rows.Select(cells => cells.Select(Number).ToList())]);
    }

    private static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
