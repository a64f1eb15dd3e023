using CloudRestore.Imaging;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Cli.Evaluating;

/// <summary>One way to restore a photograph, and how well it has done so far.</summary>
/// <param name="name">What it is called in results.</param>
/// <param name="restore">Restores a photograph at its own size.</param>
/// <param name="model">The model behind it, if there is one.</param>
internal sealed class Contestant(string name, Func<BenchmarkPhotograph, RgbImage> restore, BenchmarkModel? model = null)
{
    private readonly List<RestorationQuality> _qualities = [];

    /// <summary>How good it was on each photograph.</summary>
    public IReadOnlyList<RestorationQuality> Qualities => _qualities;

    /// <summary>How good it was on average.</summary>
    public RestorationQuality Mean => RestorationQuality.Mean(_qualities);

    /// <summary>Restores a photograph.</summary>
    public RgbImage Restore(BenchmarkPhotograph photograph) => restore(photograph);

    /// <summary>Measures what it made of a photograph.</summary>
    public void Judge(BenchmarkPhotograph photograph, RgbImage restored) => _qualities.Add(RestorationQuality.Of(photograph, restored));

    /// <summary>Its figures beside those of the model that is measured.</summary>
    /// <param name="photographs">The names of the photographs.</param>
    public Peer ToPeer(IReadOnlyList<string> photographs) => new(
        name,
        PeerFigures.Of(null, Mean),
        [.. photographs.Zip(_qualities, PeerFigures.Of)],
        model is null ? null : Rounded.Value(model.SecondsPerMegapixel));
}
