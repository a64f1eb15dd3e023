using System.Globalization;

namespace CloudRestore.Learning.Stages;

/// <summary>
/// The rows of a stage's <c>metrics.csv</c>. The first column is the step; no column tells the time, so that a resumed stage leaves the same
/// file as an undisturbed one.
/// </summary>
internal sealed class MetricsLog(params string[] columns)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "metrics.csv";

    private readonly List<string> _lines = ["step," + string.Join(',', columns)];

    /// <summary>The lines of the file, its header first.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a row; a missing figure is null.</summary>
    public void Add(long step, params double?[] values) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{step},{string.Join(',', values.Select(v => v?.ToString("G9", CultureInfo.InvariantCulture)))}"));

    /// <summary>Writes the file into a folder.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), string.Join('\n', _lines) + "\n");

    /// <summary>Takes the rows of a checkpoint in place of its own.</summary>
    /// <exception cref="StageFailedException">The file has other columns.</exception>
    public void Read(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, FileName));
        if (lines.Length == 0 || lines[0] != _lines[0])
            throw new StageFailedException("The checkpoint's metrics.csv has other columns than this version writes; start the stage anew.");
        _lines.Clear();
        _lines.AddRange(lines);
    }
}
