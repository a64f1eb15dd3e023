using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace CloudRestore.Emulator.Invocation;

/// <summary>Turns text from triggers into the types that functions ask for.</summary>
internal static class ValueConversion
{
    /// <summary>The worker's JSON settings: names without regard to case, written as declared.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNameCaseInsensitive = true };

    public static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    /// <summary>A single value, as in a route or a binding expression.</summary>
    public static object? To(Type type, object value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        if (type == typeof(string))
        {
            return text;
        }

        if (type != typeof(Uri) && TypeDescriptor.GetConverter(type) is var converter && converter.CanConvertFrom(typeof(string)))
        {
            return converter.ConvertFromInvariantString(text);
        }

        return JsonSerializer.Deserialize(text, type, Json);
    }

    /// <summary>A whole message or blob.</summary>
    /// <exception cref="JsonException">The bytes are not JSON of that type.</exception>
    public static object? Content(Type type, BinaryData content)
    {
        if (type == typeof(BinaryData))
        {
            return content;
        }

        if (type == typeof(string))
        {
            return content.ToString();
        }

        if (type == typeof(byte[]))
        {
            return content.ToArray();
        }

        if (type == typeof(ReadOnlyMemory<byte>))
        {
            return content.ToMemory();
        }

        return type == typeof(Stream) ? content.ToStream() : JsonSerializer.Deserialize(content, type, Json);
    }
}
