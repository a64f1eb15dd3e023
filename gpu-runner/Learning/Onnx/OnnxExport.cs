using CloudRestore.Learning.Models;
using Google.Protobuf;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// Writes generators as ONNX files (onnx/onnx, operator set 17), for engines other than torch. What training alone needs is folded away.
/// Input <c>damaged</c> and output <c>restored</c> are N×3×H×W float32 in ImageNet-normalised units, H and W multiples of the stride that the
/// file's metadata gives beside name, version, licence, mean and deviation. All weights are in the one file.
/// </summary>
public static class OnnxExport
{
    /// <summary>The bytes of the file; the same model always gives the same.</summary>
    public static byte[] ToBytes(LoadedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return GeneratorGraph.Build(model.Generator, model.Card).ToByteArray();
    }

    /// <summary>Writes the file, over one that is there; it appears under its name only when all of it is on the disk.</summary>
    /// <exception cref="IOException">There is no such folder, the path is one itself, or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Write(LoadedModel model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path);
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder; name a file in it, such as model.onnx.");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder {folder} to write {Path.GetFileName(path)} into; make it first.");
        var bytes = ToBytes(model);
        var temporary = path + ".partial";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
