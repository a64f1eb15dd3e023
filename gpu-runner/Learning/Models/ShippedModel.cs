namespace CloudRestore.Learning.Models;

/// <summary>The model that comes with the product.</summary>
public static class ShippedModel
{
    private const string Name = "restore";

    /// <summary>Its folder, beside the program; null where it was left out.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", Name);
        return File.Exists(Path.Combine(folder, ModelFolder.ManifestName)) ? folder : null;
    }
}
