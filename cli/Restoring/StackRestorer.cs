using System.Globalization;
using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Restoring;

/// <summary>Sends photographs to a function app and fetches them when they are restored.</summary>
/// <param name="connection">The stack; disposed of with this.</param>
/// <param name="model">A model's version, or null for the champion.</param>
/// <param name="size">The size asked for.</param>
internal sealed class StackRestorer(Connection connection, string? model, OutputSize size) : IRestorer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public int AtOnce => 4;

    /// <inheritdoc/>
    public string? Engine => null;

    /// <inheritdoc/>
    public string? Model => model is null ? null : $"version {model}";

    /// <inheritdoc/>
    public async Task<RestoredPhotograph> RestoreAsync(PhotographFile photograph, byte[] bytes, IProgress<RestoredShare> progress, CancellationToken cancellationToken)
    {
        try
        {
            var restoration = await connection.Api.StartRestorationAsync(Query(photograph), bytes, cancellationToken);
            while (restoration.Status is RunStatus.Pending or RunStatus.Running)
            {
                await Task.Delay(Pause, cancellationToken);
                restoration = await connection.Api.GetRestorationAsync(restoration.Id, cancellationToken);
            }

            if (restoration.Status != RunStatus.Succeeded)
                throw new RestorationRefusedException($"\"{photograph.Name}\" was not restored: {restoration.Reason}");
            var restored = await connection.Api.DownloadRestoredAsync(restoration.Id, cancellationToken);
            var header = PhotographReader.ReadHeader(restored, photograph.Name);
            var megapixels = (double)header.Width * header.Height / 1e6;
            progress.Report(new RestoredShare(1, megapixels));
            return new RestoredPhotograph(restored, megapixels, []);
        }
        catch (ApiException e) when (e.Status is 400 or 413)
        {
            throw new RestorationRefusedException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private Dictionary<string, string> Query(PhotographFile photograph)
    {
        var query = new Dictionary<string, string> { ["name"] = photograph.Name, ["id"] = RunIds.New("restore", TimeProvider.System) };
        if (model is not null)
            query["model"] = model;
        if (size.ShorterSide is { } pixels)
            query["size"] = pixels.ToString(CultureInfo.InvariantCulture);
        if (size.Scale is { } factor)
            query["scale"] = factor.ToString(CultureInfo.InvariantCulture);
        return query;
    }
}
