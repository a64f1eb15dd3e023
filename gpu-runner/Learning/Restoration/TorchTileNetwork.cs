using CloudRestore.Learning.Data;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Restoration;

/// <summary>A network that torch runs; it must be in evaluation mode.</summary>
/// <param name="network">Takes and returns N×3×H×W in ImageNet-normalised units.</param>
/// <param name="stride">Sides of a tile are multiples of this, in pixels.</param>
/// <param name="device">Where the network is.</param>
internal sealed class TorchTileNetwork(nn.Module<Tensor, Tensor> network, int stride, Device device) : ITileNetwork
{
    /// <inheritdoc/>
    public int Stride => stride;

    /// <inheritdoc/>
    public void Restore(float[] levels, int width, int height, float top)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        PixelTensors.ToLevels(network.call(PixelTensors.ToTensor(levels, height, width, top, device)), levels, top);
    }
}
