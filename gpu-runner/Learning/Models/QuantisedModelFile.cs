using System.Security.Cryptography;
using CloudRestore.Learning.Onnx;

namespace CloudRestore.Learning.Models;

/// <summary>
/// A model's faster form beside it in its folder: <c>generator-int8.onnx</c>, whose SHA-256 is in the card. It is made from the same weights
/// with pictures to calibrate on, which a machine that only restores does not have.
/// </summary>
public static class QuantisedModelFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "generator-int8.onnx";

    /// <summary>Writes the file into a model's folder, and then its hash into the card.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="model">What <see cref="Onnx.Quantisation.QuantisedExport"/> made of that model.</param>
    /// <returns>The card as written.</returns>
    /// <exception cref="ModelFolderException">There is no readable card in the folder.</exception>
    public static ModelCard Save(string folder, byte[] model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var card = ModelFolder.ReadCard(folder) with { QuantisedSha256 = Hash(model) };
        OnnxExport.Write(model, Path.Combine(folder, Name));
        ModelFolder.WriteCard(folder, card);
        return card;
    }

    /// <summary>Whether a card promises the file.</summary>
    public static bool IsIn(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.QuantisedSha256.Length > 0;
    }

    /// <summary>Prepares the file for restoring, once its hash and all its operators have been checked.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="threads">Threads that compute, 1 or more; null for one a processor.</param>
    /// <exception cref="ModelFolderException">The file is missing, does not match the card, or is no model of ours.</exception>
    public static OnnxGenerator Load(string folder, int? threads = null)
    {
        var card = ModelFolder.ReadCard(folder);
        var path = Path.Combine(folder, Name);
        if (!IsIn(card) || !File.Exists(path)) throw new ModelFolderException($"{folder} holds no quantised model: {Name} is missing.");
        var model = File.ReadAllBytes(path);
        if (Hash(model) != card.QuantisedSha256) throw new ModelFolderException($"{path} is damaged: its SHA-256 is not the one in {ModelFolder.ManifestName}.");
        try
        {
            return OnnxGenerator.Open(model, threads);
        }
        catch (FormatException e)
        {
            throw new ModelFolderException($"{path} is not a model of CloudRestore: {e.Message}", e);
        }
    }

    private static string Hash(byte[] model) => Convert.ToHexStringLower(SHA256.HashData(model));
}
