using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using TorchSharp;
using Device = TorchSharp.torch.Device;

namespace CloudRestore.Learning.Models;

/// <summary>
/// A model as files: <c>generator.safetensors</c> and <c>manifest.json</c>, the card with the SHA-256 of the weights. The manifest is
/// written last, so a folder without it is no model. Beside them may lie <see cref="RangesFile"/>.
/// </summary>
public static class ModelFolder
{
    /// <summary>The weights' file name.</summary>
    public const string WeightsName = "generator.safetensors";

    /// <summary>The card's file name.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Writes both files, making the folder if need be, and returns the card as written.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="generator">The network, which is not changed.</param>
    /// <param name="card">What is known of it; its hash and precision are filled in.</param>
    /// <param name="precision">How the weights are stored; in half precision, <see cref="HalfPrecision.Fits"/> says which ones keep float32.</param>
    /// <exception cref="ArgumentException">The card describes another network than the generator.</exception>
    public static ModelCard Save(string folder, Generator generator, ModelCard card, WeightPrecision precision = WeightPrecision.Single)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(card);
        if (card.Generator != generator.Options) throw new ArgumentException("The card describes another network than the one given.", nameof(card));
        Directory.CreateDirectory(folder);
        var manifest = Path.Combine(folder, ManifestName);
        File.Delete(manifest);
        File.Delete(Path.Combine(folder, RangesFile.Name));
        var weights = Path.Combine(folder, WeightsName);
        var state = ModuleState.Capture(generator);
        try
        {
            if (precision == WeightPrecision.Half) HalfPrecision.Round(state);
            SafetensorsFile.Write(weights, state, new Dictionary<string, string> { ["name"] = card.Name, ["version"] = card.Version });
        }
        finally
        {
            foreach (var tensor in state.Values) tensor.Dispose();
        }
        var written = card with { WeightsSha256 = Hash(weights), Precision = precision };
        ModelJson.Write(manifest, written);
        return written;
    }

    /// <summary>Reads the card alone.</summary>
    /// <exception cref="ModelFolderException">There is no readable card of a known format.</exception>
    public static ModelCard ReadCard(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path)) throw new ModelFolderException($"{folder} holds no model: {ManifestName} is missing.");
        try
        {
            var card = ModelJson.Read<ModelCard>(path) ?? throw new ModelFolderException($"{path} is empty.");
            if (card.Format != ModelCard.CurrentFormat)
                throw new ModelFolderException($"{path} has format {card.Format}; this version reads format {ModelCard.CurrentFormat}.");
            card.Generator.Validated();
            return card;
        }
        catch (Exception e) when (e is JsonException or ValidationException)
        {
            throw new ModelFolderException($"{path} is not a model card: {e.Message}", e);
        }
    }

    /// <summary>Reads a model onto a device, ready to restore: the weights' hash is checked before they are used.</summary>
    /// <exception cref="ModelFolderException">A file is missing or does not match the card, or a weight is not finite: engines may hide that.</exception>
    /// <exception cref="SafetensorsException">The weights are malformed or belong to another network.</exception>
    public static LoadedModel Load(string folder, Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var card = ReadCard(folder);
        var weights = Path.Combine(folder, WeightsName);
        if (!File.Exists(weights)) throw new ModelFolderException($"{folder} holds no model: {WeightsName} is missing.");
        if (Hash(weights) != card.WeightsSha256) throw new ModelFolderException($"{weights} is damaged: its SHA-256 is not the one in {ManifestName}.");
        using var content = SafetensorsFile.Read(weights);
        if (content.Tensors.FirstOrDefault(tensor => !IsFinite(tensor.Value)) is { Key: { } name })
            throw new ModelFolderException($"{weights} holds something that is not a number in {name}; choose another model.");
        var generator = new Generator(card.Generator);
        try
        {
            ModuleState.Load(generator, content.Tensors);
            generator.to(device);
            generator.eval();
            return new LoadedModel(generator, card);
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }

    private static bool IsFinite(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
