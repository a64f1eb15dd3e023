using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace CloudRestore.Emulator.Triggers.Queues;

/// <summary>What a function may learn of its message by name.</summary>
internal static class QueueBindingData
{
    /// <summary>The message's properties, its text as <c>QueueTrigger</c>, and the top-level properties of a JSON object.</summary>
    public static IReadOnlyDictionary<string, object?> Of(QueueMessage message)
    {
        var text = message.Body.ToString();
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Properties(text))
        {
            data[name] = value;
        }

        data["QueueTrigger"] = text;
        data["Id"] = message.MessageId;
        data["DequeueCount"] = message.DequeueCount;
        data["InsertionTime"] = message.InsertedOn;
        data["ExpirationTime"] = message.ExpiresOn;
        data["NextVisibleTime"] = message.NextVisibleOn;
        data["PopReceipt"] = message.PopReceipt;
        return data;
    }

    private static IEnumerable<(string Name, object? Value)> Properties(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateObject().Select(property => (property.Name, (object?)Value(property.Value)))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
