namespace CloudRestore.Testing;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of CloudRestore.sln.</summary>
    /// <exception cref="InvalidOperationException">The tests do not run below it.</exception>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CloudRestore.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"CloudRestore.sln is in no folder above {AppContext.BaseDirectory}; run the tests from the repository.");
    }
}
