using System.Text.Json.Nodes;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>Reads templates.</summary>
internal static class JsonNodes
{
    /// <summary>The text at a path such as <c>properties.template.scale</c>; empty if there is none.</summary>
    public static string Text(this JsonNode node, string path) => node.At(path)?.ToString() ?? "";

    /// <summary>The node at a path, or null.</summary>
    public static JsonNode? At(this JsonNode node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (found, name) => found is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : found?[name]);

    /// <summary>Environment variables given as a list of names and values.</summary>
    public static Dictionary<string, string?> Variables(this JsonNode container) =>
        container.At("env")!.AsArray().ToDictionary(variable => variable!.Text("name"), variable => (string?)variable!.Text("value"));
}
