using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths in container <c>models</c>.</summary>
public static class ModelBlobs
{
    /// <summary>The aliases.</summary>
    public const string Registry = "registry.json";

    /// <summary>Folder of weights for encoders, which is no model.</summary>
    public const string Encoders = "encoders";

    /// <summary>Name of the file in a model's folder that is written last and makes it complete.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Folder of a model.</summary>
    public static string Folder(string version) => $"{Identifier.Require(version, "model")}/";

    /// <summary>ImageNet weights for an encoder, as <c>weights import</c> writes them.</summary>
    public static string Encoder(string name) => $"{Encoders}/{Identifier.Require(name, "encoder")}.safetensors";

    /// <summary>A model's manifest.</summary>
    public static string Manifest(string version) => Folder(version) + ManifestName;
}
