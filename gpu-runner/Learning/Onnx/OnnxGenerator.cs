using CloudRestore.Imaging;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Restoration;
using Microsoft.ML.OnnxRuntime;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// A generator run by ONNX Runtime on the CPU. It takes only models that <see cref="OnnxModelCheck"/> lets pass, and as bytes, so that there is
/// no path beside which the runtime could look for more. Not for several threads at once.
/// </summary>
public sealed class OnnxGenerator : ITileNetwork, IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private float[] _damaged = [];
    private float[] _restored = [];

    private OnnxGenerator(byte[] model, int? threads)
    {
        OnnxTelemetry.TurnOff();
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads ?? Environment.ProcessorCount,
            InterOpNumThreads = 1,
            // A plan of memory would be kept for each size that was seen, and photographs have many. The arena is kept: it grows to what the
            // largest tile takes, and without it the system takes longer to give memory than the network to compute.
            EnableMemoryPattern = false,
        };
        // Threads that wait for work by turning round and round take the processor from whatever else runs: training, decoding, blending.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
    }

    /// <inheritdoc/>
    public int Stride => Generator.Stride;

    /// <summary>Exports a model in memory and prepares it.</summary>
    /// <param name="model">The model; not used afterwards.</param>
    /// <param name="threads">Threads that compute, 1 or more; null for one a processor.</param>
    public static OnnxGenerator From(LoadedModel model, int? threads = null) => new(OnnxExport.ToBytes(model), threads);

    /// <summary>Prepares what <see cref="OnnxExport"/> or <see cref="Quantisation.QuantisedExport"/> made.</summary>
    /// <param name="model">The model's bytes; not used afterwards.</param>
    /// <param name="threads">Threads that compute, 1 or more; null for one a processor.</param>
    /// <exception cref="FormatException">The model is not one of ours; the message says in one sentence why.</exception>
    public static OnnxGenerator Open(byte[] model, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        OnnxModelCheck.Check(model);
        return new OnnxGenerator(model, threads);
    }

    /// <inheritdoc/>
    public void Restore(float[] levels, int width, int height, float top)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (_damaged.Length != levels.Length) (_damaged, _restored) = (new float[levels.Length], new float[levels.Length]);
        NormalisedPixels.FromLevels<float>(levels, _damaged, width, height, top);
        Run(_damaged, _restored, 1, height, width);
        NormalisedPixels.ToLevels(_restored, levels, width, height, top);
    }

    /// <summary>Runs the network on a batch.</summary>
    /// <param name="pictures">N×3×H×W in ImageNet-normalised units, row by row.</param>
    /// <param name="count">N.</param>
    /// <param name="height">H, a multiple of the stride.</param>
    /// <param name="width">W, a multiple of the stride.</param>
    /// <returns>As many numbers.</returns>
    public float[] Run(float[] pictures, int count, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var restored = new float[pictures.Length];
        Run(pictures, restored, count, height, width);
        return restored;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private void Run(float[] pictures, float[] restored, int count, int height, int width)
    {
        long[] shape = [count, RgbImage.Channels, height, width];
        if (count < 1 || height < 1 || width < 1 || height % Stride != 0 || width % Stride != 0 || pictures.Length != shape.Aggregate((a, b) => a * b))
            throw new ArgumentException($"A generator takes N×3×H×W with H and W multiples of {Stride}, not {pictures.Length} numbers as {string.Join('×', shape)}.", nameof(pictures));
        using var input = OrtValue.CreateTensorValueFromMemory(pictures, shape);
        using var output = OrtValue.CreateTensorValueFromMemory(restored, shape);
        try
        {
            _session.Run(_run, [GeneratorGraph.InputName], [input], [GeneratorGraph.OutputName], [output]);
        }
        catch (OnnxRuntimeException e) when (IsOutOfMemory(e.Message))
        {
            throw new InsufficientMemoryException($"There is not enough memory for a tile of {width} x {height} pixels.", e);
        }
    }

    // The first is the arena's, the second that of the standard library.
    internal static bool IsOutOfMemory(string message) =>
        message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase) || message.Contains("bad_alloc", StringComparison.Ordinal) || message.Contains("bad allocation", StringComparison.Ordinal);
}
