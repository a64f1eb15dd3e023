using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudRestore.Learning.Evaluation;

/// <summary>What the stage evaluate found; its <c>evaluation.json</c>.</summary>
public sealed record EvaluationReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "evaluation.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Where the candidate comes from: <c>gan</c> or <c>pretrained</c>.</summary>
    public required string Chosen { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The mean scores of each model: <c>candidate</c>, and <c>gan</c>, <c>pretrained</c> and <c>champion</c> where there was one.</summary>
    public required IReadOnlyDictionary<string, PhotographScore> Mean { get; init; }

    /// <summary>The held-out photographs, in the order of their shards.</summary>
    public required IReadOnlyList<EvaluatedPhotograph> Photographs { get; init; }

    /// <summary>Writes the report into a folder.</summary>
    public void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <summary>Reads the report of a folder.</summary>
    /// <exception cref="JsonException">It is not a report.</exception>
    public static EvaluationReport Read(string folder) =>
        JsonSerializer.Deserialize<EvaluationReport>(File.ReadAllBytes(Path.Combine(folder, FileName)), Json) ?? throw new JsonException("The evaluation is null.");
}
