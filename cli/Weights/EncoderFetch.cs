using CloudRestore.Cli.Commands;
using CloudRestore.Learning.Weights;

namespace CloudRestore.Cli.Weights;

/// <summary>Downloads a published encoder, checks it and imports it.</summary>
/// <param name="server">Where the files are.</param>
/// <param name="download">How they get here.</param>
internal sealed class EncoderFetch(Uri server, FileDownload download)
{
    /// <summary>The file that a fetch makes in a folder.</summary>
    public static string PathOf(PublishedEncoder encoder, string folder) => Path.Combine(folder, $"{encoder.Name}.safetensors");

    /// <summary>Makes <c>NAME.safetensors</c> in a folder. Returns false if it was there already.</summary>
    /// <param name="encoder">Which.</param>
    /// <param name="folder">Where; it is made if need be.</param>
    /// <param name="progress">Hears of bytes here and, if the server says, in all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">The file cannot be downloaded; the message says what to do instead.</exception>
    /// <exception cref="WeightsException">The file that came is not the one that its name says, or cannot be imported.</exception>
    public async Task<bool> FetchAsync(PublishedEncoder encoder, string folder, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        var target = PathOf(encoder, folder);
        if (File.Exists(target)) return false;
        Directory.CreateDirectory(folder);
        var downloaded = Path.Combine(folder, encoder.FileName);
        try
        {
            await download.DownloadAsync(new Uri(server, encoder.FileName), downloaded, progress, file => NameHash.Check(file, encoder.FileName), cancellationToken);
        }
        catch (CliException e)
        {
            throw new CliException(
                $"{e.Message.TrimEnd('.')}: download it with a browser, on another machine if need be, and run 'cloudrestore weights import {encoder.FileName} --out {target}'.", e.ExitCode);
        }

        try
        {
            EncoderImport.Import(downloaded, target);
        }
        finally
        {
            File.Delete(downloaded);
        }

        return true;
    }
}
