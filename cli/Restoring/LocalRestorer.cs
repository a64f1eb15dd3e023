using CloudRestore.Cli.Photographs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores with a model in this process.</summary>
/// <param name="model">The model; disposed of with this.</param>
/// <param name="settings">How to restore and write.</param>
internal sealed class LocalRestorer(LoadedModel model, RestoreSettings settings) : IRestorer
{
    private readonly OnnxGenerator _network;
    private readonly PhotographRestorer _restorer;

    /// <inheritdoc/>
    public int AtOnce => 1;

    /// <inheritdoc/>
    public string? Model => model.Card.WeightsSha256;

    /// <inheritdoc/>
    public Task<RestoredPhotograph> RestoreAsync(PhotographFile photograph, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Restore(photograph.Name, bytes, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        model.Dispose();
    }

    private RestoredPhotograph Restore(string name, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken)
    {
        var (restored, format, notes) = RestorePixels(name, bytes, progress, cancellationToken);
        try
        {
            return new RestoredPhotograph(PhotographWriter.Write(restored, format, settings.Quality), Megapixels(restored.Width, restored.Height), notes);
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
            var format = settings.Format ?? damaged.Format;
            if (FormatLosses.WhyNot(name, damaged, format) is { } reason)
                throw new RestorationRefusedException(reason);
            var size = settings.TargetSize();
            var (width, height) = size.For(damaged.Width, damaged.Height);
            var restored = _restorer.Restore(damaged, size, new Shares(progress, Megapixels(width, height)), cancellationToken);
            return (settings.StripGps ? restored.WithoutLocation() : restored, format, FormatLosses.Notes(name, damaged, format));
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
