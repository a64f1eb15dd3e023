using System.Globalization;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Learning.Evaluation;

/// <summary>
/// The sample grids of a training stage, one at the end of each epoch, as JPEG: a row for each photograph, in it the damaged, the restored
/// and the original one. A file of them is <c>step-000400.jpg</c>.
/// </summary>
internal sealed class EpochSamples
{
    /// <summary>The most photographs in a grid.</summary>
    public const int MaxPhotographs = 4;

    private const string Prefix = "step-";
    private const string Extension = ".jpg";
    private const int LongestSide = 512;
    private const int Quality = 88;
    private const int DefaultEpochs = 8;

    private readonly SortedDictionary<long, byte[]> _grids = [];

    /// <summary>The grids by step, in order.</summary>
    public IReadOnlyDictionary<long, byte[]> Grids => _grids;

    /// <summary>Whether a step ends an epoch: every so many steps, and the last.</summary>
    /// <param name="step">Steps done, at least 1.</param>
    /// <param name="steps">Steps of the stage.</param>
    /// <param name="every">Steps of an epoch; null for an eighth of the stage, rounded up.</param>
    public static bool EndsEpoch(long step, long steps, int? every) => step == steps || step % (every ?? (steps + DefaultEpochs - 1) / DefaultEpochs) == 0;

    /// <summary>Draws the grid of a step.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="photographs">At least one; taken as far as <see cref="MaxPhotographs"/>.</param>
    public void Add(long step, IEnumerable<RestoredPhotograph> photographs)
    {
        var rows = photographs.Take(MaxPhotographs).Select(photograph => (RgbImage[])[Fit(photograph.Damaged), Fit(photograph.Restored), Fit(photograph.Original)]).ToList();
        _grids[step] = PhotographWriter.Write(new Photograph(SampleGrid.Table(rows)), PhotographFormat.Jpeg, Quality);
    }

    /// <summary>Writes the grids into a folder; it is made if need be.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (step, grid) in _grids)
            File.WriteAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D6}{Extension}")), grid);
    }

    /// <summary>Takes the grids of a folder in place of its own. Other files, and a folder that does not exist, are passed over.</summary>
    public void Read(string folder)
    {
        _grids.Clear();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Prefix}*{Extension}") : [])
            if (long.TryParse(Path.GetFileNameWithoutExtension(file)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                _grids[step] = File.ReadAllBytes(file);
    }

    private static RgbImage Fit(RgbImage picture)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        return longest <= LongestSide ? picture : Resample.Bilinear(picture, Shrunk(picture.Width), Shrunk(picture.Height));

        int Shrunk(int side) => Math.Max(1, side * LongestSide / longest);
    }
}
