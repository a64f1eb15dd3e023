using System.Diagnostics;
using System.Text.Json;

namespace CloudRestore.Stack;

/// <summary><c>stack.json</c> in the data folder: where a running stack answers. It holds keys, so only its owner may read it.</summary>
/// <param name="Url">Address of the function app.</param>
/// <param name="Key">The function key.</param>
/// <param name="Storage">The storage account's connection string.</param>
/// <param name="ProcessId">The process that runs the stack.</param>
public sealed record StackFile(string Url, string Key, string Storage, int ProcessId)
{
    private const string FileName = "stack.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads the file, or null when no stack runs in that folder or the document is not whole.</summary>
    public static StackFile? Read(string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize<StackFile>(File.ReadAllText(Path.Combine(dataFolder, FileName)), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the file, or null unless the process that wrote it still runs.</summary>
    public static StackFile? ReadRunning(string dataFolder)
    {
        if (Read(dataFolder) is not { } file)
            return null;
        try
        {
            using var process = Process.GetProcessById(file.ProcessId);
            return process.HasExited ? null : file;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes the file whole or not at all.</summary>
    public void Write(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var draft = path + ".new";
        File.Delete(draft);
        using (var writer = new StreamWriter(draft, options))
            writer.Write(JsonSerializer.Serialize(this, Json));
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Removes the file.</summary>
    public static void Delete(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));
}
