using CloudRestore.Imaging;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Data;

/// <summary>Bytes to what networks take, and back: float32, N x 3 x H x W, contiguous, normalised with ImageNet's mean and deviation.</summary>
internal static class PixelTensors
{
    /// <summary>Pictures of one size, 8-bit RGB interleaved, as a normalised tensor.</summary>
    /// <param name="pixels">One picture after the other.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="height">Their height.</param>
    /// <param name="width">Their width.</param>
    /// <param name="device">Where the tensor goes.</param>
    public static Tensor ToTensor(byte[] pixels, int count, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor(pixels, [count, height, width, RgbImage.Channels], ScalarType.Byte, device: device);
        var planes = bytes.permute(0, 3, 1, 2).contiguous().to(ScalarType.Float32);
        return planes.div_(255).sub_(Mean(device)).div_(Deviation(device)).MoveToOuterDisposeScope();
    }

    /// <summary>The inputs and targets of a batch of crops.</summary>
    public static (Tensor Inputs, Tensor Targets) ToTensors(CropBatch batch, Device device) => (
        ToTensor(batch.Inputs, batch.Count, batch.Size, batch.Size, device),
        ToTensor(batch.Targets, batch.Count, batch.Size, batch.Size, device));

    /// <summary>The values 0 to 255 of one normalised picture, not yet rounded or clamped: H x W x 3, row by row.</summary>
    public static float[] ToLevels(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var levels = (picture * Deviation(picture.device) + Mean(picture.device)) * 255;
        return levels.squeeze(0).permute(1, 2, 0).contiguous().cpu().data<float>().ToArray();
    }

    private static Tensor Mean(Device device) => Channels(ImageNetNormalisation.Mean, device);

    private static Tensor Deviation(Device device) => Channels(ImageNetNormalisation.Deviation, device);

    private static Tensor Channels(IReadOnlyList<float> values, Device device) => tensor(values.ToArray(), [1, RgbImage.Channels, 1, 1], device: device);
}
