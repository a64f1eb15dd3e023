using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>An orchestration as the management API tells it; times have whole seconds, in UTC.</summary>
internal sealed record InstanceStatus(
    string Name,
    string InstanceId,
    string RuntimeStatus,
    JsonNode? Input,
    JsonNode? CustomStatus,
    JsonNode? Output,
    string CreatedTime,
    string LastUpdatedTime)
{
    /// <summary>What happened to it; null when that was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonArray? HistoryEvents { get; init; }

    public static InstanceStatus Of(OrchestrationMetadata instance, bool showInput) => new(
        instance.Name,
        instance.InstanceId,
        instance.RuntimeStatus.ToString(),
        showInput ? Token(instance.SerializedInput) : null,
        Token(instance.SerializedCustomStatus),
        Token(instance.SerializedOutput),
        Time(instance.CreatedAt),
        Time(instance.LastUpdatedAt));

    /// <summary>Text as JSON; as a string when it is none, which the message of a failure mostly is.</summary>
    public static JsonNode? Token(string? text)
    {
        if (text is null)
            return null;
        try
        {
            return text.AsSpan().Trim().IsEmpty ? JsonValue.Create("") : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";
}
