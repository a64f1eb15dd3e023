using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Functions.OpenApi;

/// <summary>JSON Schemas of the API's documents, made of the types that write and read them. Each record and enum is one component.</summary>
internal sealed class ApiSchemas
{
    private const string Components = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    /// <summary>The components so far, by name.</summary>
    public JsonObject ToJson() => new(_schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));

    /// <summary>The schema of a type: a reference for a component, which is added with what it consists of.</summary>
    public JsonNode Of(Type type)
    {
        if (!IsComponent(type))
            return Export(type);
        var name = NameOf(type);
        if (_schemas.TryAdd(name, new JsonObject()))
            _schemas[name] = Export(type);
        return new JsonObject { ["$ref"] = Components + name };
    }

    /// <summary>The name of a type's component: <c>Page&lt;TrainingRun&gt;</c> is <c>PageOfTrainingRun</c>.</summary>
    public static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{string.Join("And", type.GetGenericArguments().Select(NameOf))}"
        : type.Name;

    private static bool IsComponent(Type type) => type.Namespace?.StartsWith("CloudRestore.", StringComparison.Ordinal) == true;

    private JsonNode Export(Type type)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) =>
            {
                var inner = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
                if (context.Path.IsEmpty || !IsComponent(inner))
                    return Relaxed(node, context.TypeInfo);
                var reference = Of(inner);
                return inner != context.TypeInfo.Type || context.PropertyInfo?.IsSetNullable == true
                    ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
                    : reference;
            },
        };
        return CoreJson.Options.GetJsonSchemaAsNode(type, options);
    }

    // A member that may be null is left out, so it is not required, whatever its constructor asks for.
    private static JsonNode Relaxed(JsonNode node, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && node is JsonObject schema && schema["required"] is JsonArray required)
        {
            required.RemoveAll(name => !type.Properties.Any(property => property.IsRequired && property.Name == (string)name!));
            if (required.Count == 0)
                schema.Remove("required");
        }

        return node;
    }
}
