namespace CloudRestore.Cli.Demo;

/// <summary>The files that the demonstration leaves.</summary>
internal static class DemoFiles
{
    /// <summary>The figures.</summary>
    public const string Summary = "summary.json";

    /// <summary>The page to look at.</summary>
    public const string Report = "report.html";

    /// <summary>The folder of the photographs.</summary>
    public const string Photographs = "photographs";

    /// <summary>The most photographs that are restored; a large folder holds out up to a hundred.</summary>
    public const int MostPhotographs = 12;

    /// <summary>Makes the folder, and removes what an earlier demonstration left in it and nothing else.</summary>
    /// <param name="folder">The folder.</param>
    public static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, Summary));
        File.Delete(Path.Combine(folder, Report));
        foreach (var kind in new[] { "upload", "damaged", "restored", "original" })
        {
            var photographs = Directory.CreateDirectory(Path.Combine(folder, Photographs));
            foreach (var file in photographs.EnumerateFiles($"??-{kind}.png"))
                file.Delete();
        }

        foreach (var log in Directory.CreateDirectory(Path.Combine(folder, "logs")).EnumerateFiles("*.log"))
            log.Delete();
    }

    /// <summary>Path of a photograph, relative to the folder.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="kind"><c>upload</c>, <c>damaged</c>, <c>restored</c> or <c>original</c>.</param>
    public static string Photograph(int index, string kind) => $"{Photographs}/{index + 1:D2}-{kind}.png";
}
