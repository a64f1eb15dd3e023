using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CloudRestore.Learning.Presets;

/// <summary>Presets as JSON: camelCase names, enums as words, unknown names refused.</summary>
public static class PresetJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The preset as JSON with every setting written out.</summary>
    public static string Write(Preset preset) => JsonSerializer.Serialize(preset, Options);

    /// <summary>Reads and validates a preset.</summary>
    /// <param name="json">What <see cref="Write"/> gives, or any part of it; what is left out has its default.</param>
    /// <param name="overrides">Path to value, as in <see cref="PresetCatalog.Load"/>.</param>
    /// <exception cref="PresetException">Not a preset, no such setting, or a value out of range.</exception>
    public static Preset Parse(string json, IReadOnlyDictionary<string, string>? overrides = null)
    {
        var preset = Deserialize(json);
        if (overrides is { Count: > 0 })
        {
            var root = JsonNode.Parse(Write(preset))!;
            foreach (var (path, value) in overrides.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                Replace(root, path, value);
            preset = Deserialize(root.ToJsonString());
        }

        SettingsValidation.Check(preset);
        return preset;
    }

    private static Preset Deserialize(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Preset>(json, Options) ?? throw new PresetException("The preset is empty.");
        }
        catch (JsonException error)
        {
            throw new PresetException($"The preset is not valid at '{error.Path?.TrimStart('$', '.')}': {Reason(error)}", error);
        }
    }

    private static string Reason(JsonException error) => error.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
        ? "its value is not of the kind that this setting takes."
        : error.Message.Split(" Path: ")[0];

    private static void Replace(JsonNode root, string path, string value)
    {
        var keys = path.Split('.');
        var node = root;
        foreach (var key in keys[..^1])
            node = Child(node, key, path) ?? throw new PresetException($"The setting '{path}' does not exist: '{key}' is not set in this preset.");
        _ = Child(node, keys[^1], path);
        if (node is JsonArray array)
            array[int.Parse(keys[^1], System.Globalization.CultureInfo.InvariantCulture)] = ValueOf(value);
        else
            node[keys[^1]] = ValueOf(value);
    }

    private static JsonNode? Child(JsonNode node, string key, string path) => node switch
    {
        JsonObject o when o.TryGetPropertyValue(key, out var child) => child,
        JsonObject o => throw new PresetException($"The setting '{path}' does not exist; in place of '{key}' there could be {string.Join(", ", o.Select(p => p.Key))}."),
        JsonArray a when int.TryParse(key, out var index) && index >= 0 && index < a.Count => a[index],
        JsonArray a => throw new PresetException($"The setting '{path}' does not exist; in place of '{key}' there could be a number from 0 to {a.Count - 1}."),
        _ => throw new PresetException($"The setting '{path}' does not exist; nothing can follow before '{key}'."),
    };

    private static JsonNode? ValueOf(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }
}
