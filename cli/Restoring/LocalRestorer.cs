using CloudRestore.Cli.Photographs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores with a model in this process, on the processor.</summary>
internal sealed class LocalRestorer : IRestorer
{
    private readonly RestoreSettings _settings;
    private readonly RestorationEngine _engine;
    private readonly PhotographRestorer _restorer;

    /// <summary>Prepares a model.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="settings">How to restore and write.</param>
    /// <exception cref="ModelFolderException">There is no usable model, or none that can be fast.</exception>
    public LocalRestorer(string folder, RestoreSettings settings)
    {
        _settings = settings;
        _engine = RestorationEngine.Open(folder, TorchSharp.torch.CPU, settings.Fast);
        _restorer = new(_engine, settings.Options());
    }

    /// <inheritdoc/>
    public int AtOnce => 1;

    /// <inheritdoc/>
    public string? Engine => _engine.Name;

    /// <inheritdoc/>
    public string? Model => _engine.Card.WeightsSha256;

    /// <inheritdoc/>
    public Task<RestoredPhotograph> RestoreAsync(PhotographFile photograph, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Restore(photograph.Name, bytes, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private RestoredPhotograph Restore(string name, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken)
    {
        var (restored, format, notes) = RestorePixels(name, bytes, progress, cancellationToken);
        try
        {
            return new RestoredPhotograph(PhotographWriter.Write(restored, format, _settings.Quality), Megapixels(restored.Width, restored.Height), notes);
        }
        catch (PhotographException e)
        {
            throw new RestorationRefusedException($"\"{name}\" was restored, but cannot be written: {e.Message}", e);
        }
    }

    // The damaged pixels must not be in memory any more when the restored ones are written.
    private (Photograph Restored, PhotographFormat Format, IReadOnlyList<string> Notes) RestorePixels(
        string name, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken)
    {
        try
        {
            var damaged = PhotographReader.Read(bytes, name);
            var format = _settings.Format ?? damaged.Format;
            if (FormatLosses.WhyNot(name, damaged, format) is { } reason)
                throw new RestorationRefusedException(reason);
            var size = _settings.TargetSize();
            var (width, height) = size.For(damaged.Width, damaged.Height);
            var restored = _restorer.Restore(damaged, size, new Shares(progress, Megapixels(width, height)), cancellationToken);
            return (_settings.StripGps ? restored.WithoutLocation() : restored, format, FormatLosses.Notes(name, damaged, format));
        }
        catch (PhotographException e)
        {
            throw new RestorationRefusedException(e.Message, e);
        }
        catch (RestorationException e)
        {
            throw new RestorationRefusedException($"\"{name}\" was not restored: {e.Message}", e);
        }
    }

    private static double Megapixels(int width, int height) => (double)width * height / 1e6;

    private sealed class Shares(IProgress<RestoredShare> progress, double megapixels) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new RestoredShare(value, megapixels));
    }
}
