using CloudRestore.Cli.Commands;

namespace CloudRestore.Cli.Photographs;

/// <summary>Finds the photographs that a command line names: files and folders.</summary>
internal static class PhotographPaths
{
    /// <summary>The photographs, each name once.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="except">A folder that is left out: where results go.</param>
    /// <param name="refuse">Told name and reason of every file that cannot be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">A path does not exist, nothing can be used, or two photographs would have one name.</exception>
    public static List<PhotographFile> Find(IReadOnlyList<string> paths, string? except, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        var photographs = new List<PhotographFile>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                AddFolder(path);
                continue;
            }

            if (!File.Exists(path))
                throw new CliException($"There is no file or folder {Path.GetFullPath(path)}.");
            var file = new PhotographFile(path, Path.GetFileName(path));
            if (PhotographFolder.Problem(file) is { } problem)
                refuse(file.Name, problem);
            else
                photographs.Add(file);
        }

        var twice = photographs.GroupBy(photograph => photograph.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? photographs
            : throw new CliException($"Two photographs are called {twice.Key}, and their restored copies would be one file: restore their folders one by one.");

        void AddFolder(string folder)
        {
            try
            {
                photographs.AddRange(PhotographFolder.Find(folder, except, refuse, cancellationToken));
            }
            catch (CliException e) when (paths.Count > 1)
            {
                // The others are restored all the same.
                refuse(folder, e.Message);
            }
        }
    }
}
