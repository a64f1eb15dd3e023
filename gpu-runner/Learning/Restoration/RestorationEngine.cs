using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using TorchSharp;
using Device = TorchSharp.torch.Device;

namespace CloudRestore.Learning.Restoration;

/// <summary>
/// A model ready to restore, by what computes it best where it is: torch on a graphics card, ONNX Runtime on a processor, which fuses what
/// torch computes layer by layer, and there in bytes if that is asked for. Not for several threads at once.
/// </summary>
public sealed class RestorationEngine : IDisposable
{
    /// <summary>torch, in float32.</summary>
    public const string Torch = "torch";

    /// <summary>ONNX Runtime, in float32.</summary>
    public const string Onnx = "onnx";

    /// <summary>ONNX Runtime, in bytes.</summary>
    public const string OnnxInt8 = "onnx-int8";

    private readonly IDisposable _owned;

    private RestorationEngine(string name, ModelCard card, ITileNetwork network, IDisposable owned) =>
        (Name, Card, Network, _owned) = (name, card, network, owned);

    /// <summary><see cref="Torch"/>, <see cref="Onnx"/> or <see cref="OnnxInt8"/>.</summary>
    public string Name { get; }

    /// <summary>What is known of the model.</summary>
    public ModelCard Card { get; }

    /// <summary>The network, for a <see cref="PhotographRestorer"/>; it is disposed with this.</summary>
    public ITileNetwork Network { get; }

    /// <summary>Prepares a model.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="fast">Whether to compute in bytes, which takes <see cref="RangesFile"/> and a processor.</param>
    /// <param name="threads">Threads that compute on a processor, 1 or more; null for one a processor. torch has its own setting.</param>
    /// <exception cref="ModelFolderException">There is no usable model, or no ranges that fit it.</exception>
    /// <exception cref="Safetensors.SafetensorsException">The weights are malformed or belong to another network.</exception>
    public static RestorationEngine Open(string folder, Device device, bool fast = false, int? threads = null)
    {
        var model = ModelFolder.Load(folder, device);
        if (device.type == DeviceType.CPU)
        {
            OnnxGenerator network;
            using (model)
                network = fast ? OnnxGenerator.Open(RangesFile.Quantise(folder, model), threads) : OnnxGenerator.From(model, threads);

            // The weights went through several hands; what those hold is needed for photographs.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return new RestorationEngine(fast ? OnnxInt8 : Onnx, model.Card, network, network);
        }

        if (!fast) return new RestorationEngine(Torch, model.Card, new TorchTileNetwork(model.Generator, Generator.Stride, device), model);
        model.Dispose();
        throw new ModelFolderException("A model computes in bytes on a processor only: restore without --fast on a graphics card.");
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();
}
