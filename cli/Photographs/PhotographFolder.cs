using System.Globalization;
using System.IO.Enumeration;
using CloudRestore.Cli.Commands;
using CloudRestore.Core.Naming;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Photographs;

/// <summary>Finds the photographs below a folder, by their content and not by their names.</summary>
internal static class PhotographFolder
{
    private const string Formats = "JPEG, PNG, WebP, TIFF or AVIF";

    /// <summary>The photographs, sorted by name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="except">A folder that is left out: where results go.</param>
    /// <param name="refuse">Told name and reason of every file that is passed over; hidden files are passed over in silence.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">The folder is missing, empty, or without a photograph.</exception>
    public static List<PhotographFile> Find(string folder, string? except, Action<string, string> refuse, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw new CliException($"There is no folder {Path.GetFullPath(folder)}.");
        var files = Files(folder, except)
            .Select(path => new PhotographFile(path, Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
            throw new CliException($"The folder {Path.GetFullPath(folder)} is empty: put {Formats} photographs into it.");

        var photographs = new List<PhotographFile>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Problem(file) is { } problem)
                refuse(file.Name, problem);
            else
                photographs.Add(file);
        }

        return photographs.Count > 0
            ? photographs
            : throw new CliException($"The folder {Path.GetFullPath(folder)} holds {files.Count} files, but no photograph: put {Formats} photographs into it.");
    }

    // Links to folders are not followed: they may lead in a circle.
    private static FileSystemEnumerable<string> Files(string folder, string? except) => new(
        folder,
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref FileSystemEntry entry) =>
            !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && Path.GetFullPath(entry.ToFullPath()) != except,
    };

    /// <summary>Why a file cannot be used as far as its name and header tell: one sentence, or null.</summary>
    public static string? Problem(PhotographFile file)
    {
        try
        {
            PhotographName.Require(file.Name);
            var bytes = new FileInfo(file.Path).Length;
            if (bytes > PhotographLimits.Default.MaxBytes)
                return string.Create(CultureInfo.InvariantCulture, $"\"{file.Name}\" has {bytes:N0} bytes, more than the {PhotographLimits.Default.MaxBytes:N0} bytes allowed: save it smaller or at a lower quality.");
            // Pipes and devices have no length, and reading one may never end.
            PhotographReader.ReadHeader(bytes == 0 ? [] : File.ReadAllBytes(file.Path), file.Name);
            return null;
        }
        catch (Exception e) when (e is PhotographException or InvalidNameException)
        {
            return e.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"\"{file.Name}\" cannot be read: {e.Message}";
        }
    }
}
