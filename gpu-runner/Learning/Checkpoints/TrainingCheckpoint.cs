using System.Text.Json;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Stages;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Checkpoints;

/// <summary>
/// The complete state of a training stage between two steps: weights, buffers, optimisers, averages, best weights so far and a few numbers.
/// Samples and random numbers need no state, being functions of the seed and the step. On disk: <c>state.safetensors</c>,
/// <c>metrics.csv</c>, the sample grids so far and <c>checkpoint.json</c>.
/// </summary>
internal sealed class TrainingCheckpoint : IDisposable
{
    private const string HeaderFile = "checkpoint.json";
    private const string TensorFile = "state.safetensors";
    private const int Version = 1;

    private sealed record Header(int Version, string Stage, ulong Seed, string Preset, long Step, Dictionary<string, double> Numbers);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Scalars by name.</summary>
    public Dictionary<string, double> Numbers { get; init; } = [];

    /// <summary>Takes tensors over, under a section's name, and disposes of them in the end.</summary>
    public TrainingCheckpoint Add(string section, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var (name, value) in tensors)
            _tensors.Add($"{section}/{name}", value);
        return this;
    }

    /// <summary>The tensors of a section; they live as long as the checkpoint.</summary>
    public IReadOnlyDictionary<string, Tensor> Section(string section)
    {
        var prefix = section + "/";
        return _tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
    }

    /// <summary>Writes the checkpoint into a folder, in place of what is there.</summary>
    public void Write(string folder, string stage, StageContext context, TrainingLog log)
    {
        Directory.CreateDirectory(folder);
        SafetensorsFile.Write(Path.Combine(folder, TensorFile), _tensors);
        log.WriteCheckpoint(folder);
        var header = new Header(Version, stage, context.Seed, PresetJson.Write(context.Preset), Step, Numbers);
        File.WriteAllBytes(Path.Combine(folder, HeaderFile), JsonSerializer.SerializeToUtf8Bytes(header, Json));
    }

    /// <summary>Reads the checkpoint that a stage is to go on from, and its log.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="StageFailedException">It is unreadable, or belongs to another stage, seed or preset.</exception>
    public static TrainingCheckpoint? Resume(StageContext context, string stage, TrainingLog log)
    {
        if (context.ResumeFolder is not { } folder)
            return null;
        try
        {
            var header = JsonSerializer.Deserialize<Header>(File.ReadAllBytes(Path.Combine(folder, HeaderFile)), Json)!;
            if (header.Version != Version || header.Stage != stage || header.Seed != context.Seed || header.Preset != PresetJson.Write(context.Preset))
                throw new StageFailedException($"The checkpoint belongs to another stage, seed or preset (it is of {header.Stage}, seed {header.Seed}); start the stage anew.");
            log.ReadCheckpoint(folder);
            var content = SafetensorsFile.Read(Path.Combine(folder, TensorFile));
            var checkpoint = new TrainingCheckpoint { Step = header.Step, Numbers = header.Numbers };
            foreach (var (name, value) in content.Tensors)
                checkpoint._tensors.Add(name, value);
            return checkpoint;
        }
        catch (Exception error) when (error is JsonException or IOException or SafetensorsException)
        {
            throw new StageFailedException($"The checkpoint of the stage {stage} cannot be read: {error.Message} Start the stage anew.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _tensors.Values)
            value.Dispose();
    }
}
