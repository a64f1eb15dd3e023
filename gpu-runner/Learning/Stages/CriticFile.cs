using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Stages;

/// <summary>The weights of a critic in a stage's output.</summary>
internal static class CriticFile
{
    private const string FileName = "critic.safetensors";

    /// <summary>Writes them into a folder.</summary>
    public static void Save(Critic critic, string folder)
    {
        var state = ModuleState.Capture(critic);
        SafetensorsFile.Write(Path.Combine(folder, FileName), state);
        foreach (var tensor in state.Values)
            tensor.Dispose();
    }

    /// <summary>Reads them from a folder.</summary>
    /// <exception cref="StageFailedException">The file is missing, damaged or of a critic of another shape.</exception>
    public static void Load(Critic critic, string folder)
    {
        try
        {
            using var content = SafetensorsFile.Read(Path.Combine(folder, FileName));
            ModuleState.Load(critic, content.Tensors);
        }
        catch (Exception error) when (error is IOException or SafetensorsException)
        {
            throw new StageFailedException($"The critic's weights cannot be read: {error.Message}", error);
        }
    }
}
