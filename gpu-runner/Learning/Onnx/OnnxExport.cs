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
    /// <exception cref="IOException">The file cannot be written, or its folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written, or is a folder.</exception>
    public static void Write(LoadedModel model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ToBytes(model);
        var temporary = path + ".partial";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
