using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace CloudRestore.Emulator.Durable;

/// <summary>How inputs, outputs, events and statuses are written: as the isolated worker does.</summary>
public static class DurableJson
{
    /// <summary>Reads names without regard to case, writes them as declared, and enums as numbers.</summary>
    public static DataConverter Converter { get; } =
        new JsonDataConverter(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
}
