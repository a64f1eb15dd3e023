using System.Security.Cryptography;

namespace CloudRestore.Functions.Ui;

/// <summary>The files of the web page, which this assembly carries. A name is looked up in their list and never becomes a path.</summary>
internal static class UiFiles
{
    /// <summary>The file that the page's address gives.</summary>
    public const string Index = "index.html";

    private const string Prefix = "ui/";

    private static readonly Dictionary<string, UiFile> Files = typeof(UiFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>The names of all files, such as <c>views/runs.js</c>.</summary>
    public static IReadOnlyCollection<string> Names => Files.Keys;

    /// <summary>A file, or null if there is none of this name.</summary>
    /// <param name="name">Its name, as in <see cref="Names"/>; an empty one means <see cref="Index"/>.</param>
    public static UiFile? Find(string name) => Files.GetValueOrDefault(name.Length == 0 ? Index : name);

    private static UiFile Read(string resource)
    {
        using var stream = typeof(UiFiles).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new UiFile(bytes, ContentType(resource), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The web page has a file '{name}', and no media type is known for '{other}': name it in {nameof(UiFiles)}."),
    };
}
