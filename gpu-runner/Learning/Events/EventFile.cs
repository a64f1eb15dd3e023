using System.Globalization;
using CloudRestore.Imaging.Photographs;
using Google.Protobuf;
using Tensorboard;

namespace CloudRestore.Learning.Events;

/// <summary>
/// A training stage's <c>events.out.tfevents.{stage}</c> for TensorBoard: every figure of its metrics.csv as a scalar <c>{stage}/{column}</c>,
/// every sample grid as the image <c>{stage}/samples</c>.
/// </summary>
/// <remarks>
/// It is written once, at the end, out of what a checkpoint carries, and holds no time of day: a resumed stage leaves the same file as an
/// undisturbed one. <c>wall_time</c>, which TensorBoard requires, is the step, as if each took a second. For the same reason TorchSharp's
/// SummaryWriter, which asks the clock and the machine's name, lends only its messages.
/// </remarks>
internal static class EventFile
{
    private const string FileVersion = "brain.Event:2";
    private const int Rgb = 3;

    /// <summary>The file's name; TensorBoard looks for <c>tfevents</c> in it.</summary>
    public static string FileName(string stage) => $"events.out.tfevents.{stage}";

    /// <summary>Writes the file.</summary>
    /// <param name="folder">The output folder of the stage.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="metrics">The lines of its metrics.csv, the header first; an empty cell is no event.</param>
    /// <param name="samples">Its sample grids by step, each a JPEG.</param>
    public static void Write(string folder, string stage, IReadOnlyList<string> metrics, IReadOnlyDictionary<long, byte[]> samples)
    {
        using var file = File.Create(Path.Combine(folder, FileName(stage)));
        TfRecord.Write(file, new Event { FileVersion = FileVersion }.ToByteArray());
        var rows = metrics.Skip(1).Select(line => line.Split(',')).ToLookup(cells => long.Parse(cells[0], CultureInfo.InvariantCulture));
        var columns = metrics[0].Split(',');
        foreach (var step in rows.Select(row => row.Key).Concat(samples.Keys).Distinct().Order())
        {
            var summary = new Summary();
            foreach (var cells in rows[step])
                summary.Value.AddRange(Scalars(stage, columns, cells));
            if (samples.TryGetValue(step, out var grid))
                summary.Value.Add(Picture(stage, grid));
            TfRecord.Write(file, new Event { Step = step, WallTime = step, Summary = summary }.ToByteArray());
        }
    }

    private static IEnumerable<Summary.Types.Value> Scalars(string stage, string[] columns, string[] cells) =>
        columns.Zip(cells).Skip(1).Where(cell => cell.Second.Length > 0).Select(cell => new Summary.Types.Value
        {
            Tag = $"{stage}/{cell.First}",
            SimpleValue = float.Parse(cell.Second, CultureInfo.InvariantCulture),
        });

    private static Summary.Types.Value Picture(string stage, byte[] grid)
    {
        var size = PhotographReader.ReadHeader(grid, "sample grid");
        return new Summary.Types.Value
        {
            Tag = $"{stage}/samples",
            Image = new() { Width = size.Width, Height = size.Height, Colorspace = Rgb, EncodedImageString = ByteString.CopyFrom(grid) },
        };
    }
}
