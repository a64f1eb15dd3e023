using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Demo;

/// <summary>What the demonstration trains on and restores.</summary>
internal static class DemoPhotographs
{
    // Two to train on and two to hold out.
    private const int Fewest = 4;

    private static readonly string[] Names =
        ["acanthus-mollis", "airplane-from-above", "black-canyon", "french-alpine-landscape", "locomotion-house-cat", "nagasaki-boats"];

    /// <summary>The photographs of a folder, or the six CC0 photographs that package-lock.json pins, installed if need be.</summary>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="outFolder">Where results go; photographs there are left out, since earlier results would be trained on.</param>
    /// <param name="say">Told of files that are passed over and of downloads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">There are too few.</exception>
    public static async Task<List<PhotographFile>> FindAsync(string? folder, string? outFolder, Action<string> say, CancellationToken cancellationToken)
    {
        if (folder is not null)
        {
            var found = PhotographFolder.Find(folder, outFolder, (_, reason) => say(reason), cancellationToken);
            return found.Count >= Fewest
                ? found
                : throw new CliException($"The folder {Path.GetFullPath(folder)} holds {found.Count} photographs: at least {Fewest} are needed, two to train on and two to restore.");
        }

        var photographs = new List<PhotographFile>();
        foreach (var name in Names)
        {
            var file = await NpmInstallation.EnsureAsync(Path.Combine("@stdlib", $"datasets-img-{name}", "data", "image.jpg"), say, cancellationToken);
            photographs.Add(new PhotographFile(file, $"{name}.jpg"));
        }

        return photographs;
    }
}
