using System.Text.Json.Serialization;

namespace CloudRestore.Learning.Safetensors;

/// <summary>How floating weights are stored. Networks always compute in float32.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeightPrecision>))]
public enum WeightPrecision
{
    /// <summary>float32, as trained.</summary>
    Single,

    /// <summary>float16 where it fits (see <see cref="HalfPrecision"/>): half the bytes, and outputs that differ by rounding.</summary>
    Half,
}
