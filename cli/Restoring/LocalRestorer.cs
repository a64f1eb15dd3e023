using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Restorations;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores with a model in this process.</summary>
/// <param name="model">The model; disposed of with this.</param>
/// <param name="size">The size asked for.</param>
internal sealed class LocalRestorer(LoadedModel model, OutputSize size) : IRestorer
{
    private readonly PhotographRestorer _restorer = new(model);

    /// <inheritdoc/>
    public int AtOnce => 1;

    /// <inheritdoc/>
    public async Task<byte[]> RestoreAsync(PhotographFile photograph, CancellationToken cancellationToken)
    {
        try
        {
            var damaged = PhotographReader.Read(await File.ReadAllBytesAsync(photograph.Path, cancellationToken), photograph.Name);
            var restored = await Task.Run(() => _restorer.Restore(damaged, Size(), null, cancellationToken), cancellationToken);
            return PhotographWriter.Write(restored, damaged.Format);
        }
        catch (Exception e) when (e is PhotographException or RestorationException)
        {
            throw new RestorationRefusedException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private RestorationSize Size() => size switch
    {
        { ShorterSide: { } pixels } => RestorationSize.ShorterSide(pixels),
        { Scale: { } factor } => RestorationSize.Scale(factor),
        _ => RestorationSize.Same,
    };
}
