using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudRestore.Imaging.Damage.Recipes;

/// <summary>Recipes as JSON. What a reader may get wrong is looked for first, so that it is named in words and not by types.</summary>
internal static class RecipeJson
{
    private const string Kind = "kind";

    private static readonly Dictionary<string, Type> Kinds = typeof(IDamageStep).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(attribute => (string)attribute.TypeDiscriminator!, attribute => attribute.DerivedType);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>One line, fixed order of members, UTF-8.</summary>
    public static byte[] Write(DamageRecipe recipe) => JsonSerializer.SerializeToUtf8Bytes(recipe, Options);

    /// <summary>Reads the recipe; whether its values are in range is for the caller to ask.</summary>
    /// <exception cref="FormatException">The text is no recipe; one sentence says what and where.</exception>
    public static DamageRecipe Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (Problem(document.RootElement, typeof(DamageRecipe), "$") is { } problem)
                throw Unreadable(problem);
            return document.RootElement.Deserialize<DamageRecipe>(Options) ?? throw Unreadable("it is null.");
        }
        catch (JsonException cause) when (cause.Path is { } path)
        {
            throw Unreadable($"the value at {path} is of the wrong kind.", cause);
        }
        catch (JsonException cause)
        {
            throw Unreadable($"it is no JSON, has a member twice or is nested too deep, in line {cause.LineNumber + 1 ?? 1}.", cause);
        }
    }

    private static string? Problem(JsonElement element, Type type, string path)
    {
        if (element.ValueKind == JsonValueKind.Array && Item(type) is { } item)
            return element.EnumerateArray().Index().Select(at => Problem(at.Item, item, $"{path}[{at.Index}]")).FirstOrDefault(problem => problem is not null);
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (type == typeof(IDamageStep))
        {
            if (!element.TryGetProperty(Kind, out var kind) || kind.ValueKind != JsonValueKind.String || !Kinds.TryGetValue(kind.GetString()!, out type!))
                return $"the step at {path} must have a \"kind\": {string.Join(", ", Kinds.Keys)}.";
        }

        var members = Options.GetTypeInfo(type).Properties.Where(property => property.Get is not null).ToDictionary(property => property.Name);
        if (members.Values.FirstOrDefault(member => member.IsRequired && !element.TryGetProperty(member.Name, out _)) is { } missing)
            return $"there is no \"{missing.Name}\" at {path}.";
        foreach (var given in element.EnumerateObject().Where(given => given.Name != Kind || !Kinds.ContainsValue(type)))
        {
            if (!members.TryGetValue(given.Name, out var member))
                return $"there can be no \"{given.Name}\" at {path}: {(members.Count == 0 ? "it has no members" : "its members are " + string.Join(", ", members.Keys))}.";
            if (Problem(given.Value, member.PropertyType, $"{path}.{given.Name}") is { } problem)
                return problem;
        }

        return null;
    }

    private static Type? Item(Type list) => list.IsGenericType && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? list.GenericTypeArguments[0] : null;

    private static FormatException Unreadable(string why, Exception? cause = null) => new("The damage recipe cannot be read: " + why, cause);
}
