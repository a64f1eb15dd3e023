using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Stages;

/// <summary>Weights that the encoder starts from, trained elsewhere (on ImageNet, say), under torchvision's names.</summary>
internal static class EncoderWeights
{
    /// <summary>Loads a safetensors file into an encoder; the classifier's weights in it, <c>fc.*</c>, are passed over.</summary>
    /// <exception cref="StageFailedException">The file is missing, damaged or of an encoder of another shape.</exception>
    public static void Load(ResNetEncoder encoder, string path)
    {
        try
        {
            using var content = SafetensorsFile.Read(path);
            ModuleState.Load(encoder, content.Tensors.Where(t => !t.Key.StartsWith("fc.", StringComparison.Ordinal)).ToDictionary(t => t.Key, t => t.Value));
        }
        catch (Exception error) when (error is IOException or SafetensorsException)
        {
            throw new StageFailedException($"The encoder's weights cannot be used: {error.Message}", error);
        }
    }
}
