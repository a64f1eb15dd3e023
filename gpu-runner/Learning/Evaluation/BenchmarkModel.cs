using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Learning.Evaluation;

/// <summary>A model that is measured with the engine that restores photographs, and how long it takes. Owns the engine.</summary>
public sealed class BenchmarkModel : IDisposable
{
    private const double PixelsPerMegapixel = 1e6;

    private readonly RestorationEngine _engine;
    private readonly TimeProvider _time;
    private readonly PhotographRestorer _restorer;
    private TimeSpan _taken;
    private long _pixels;

    /// <summary>Prepares a model.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="engine">What computes it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How it restores; null for the defaults.</param>
    public BenchmarkModel(string name, RestorationEngine engine, TimeProvider time, RestorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        (Name, _engine, _time) = (name, engine, time);
        _restorer = new PhotographRestorer(engine, options);
    }

    /// <summary>What it is called in results.</summary>
    public string Name { get; }

    /// <summary>Seconds for each million pixels of output so far, from pixels to pixels; 0 before the first.</summary>
    public double SecondsPerMegapixel => _pixels == 0 ? 0 : _taken.TotalSeconds / (_pixels / PixelsPerMegapixel);

    /// <summary>Restores a picture at its own size.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Ends the work between two tiles.</param>
    /// <exception cref="RestorationException">The model has no answer.</exception>
    public RgbImage Restore(RgbImage picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var began = _time.GetTimestamp();
        var restored = _restorer.Restore(new Photograph(picture), RestorationSize.Same, null, cancellationToken).Color;
        _taken += _time.GetElapsedTime(began);
        _pixels += (long)picture.Width * picture.Height;
        return restored;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
