using System.Runtime.InteropServices;
using CloudRestore.Imaging;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Data;

/// <summary>Samples to what networks take, and back: float32, N x 3 x H x W, contiguous, normalised with ImageNet's mean and deviation.</summary>
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
        var bytes = tensor(pixels, [count, height, width, RgbImage.Channels], ScalarType.Byte).ToDevice(device);
        var planes = bytes.permute(0, 3, 1, 2).contiguous().to(ScalarType.Float32);
        return Normalise(planes, 255).MoveToOuterDisposeScope();
    }

    /// <summary>One picture, RGB interleaved, as a normalised tensor.</summary>
    /// <param name="levels">The samples, 0 to <paramref name="top"/>.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="width">Its width.</param>
    /// <param name="top">The sample of full brightness: 255 or 65,535.</param>
    /// <param name="device">Where the tensor goes.</param>
    public static Tensor ToTensor(float[] levels, int height, int width, double top, Device device)
    {
        using var scope = NewDisposeScope();
        // Not tensor(levels, ...), which copies the array to another of the garbage collector's first.
        var picture = empty([1, height, width, RgbImage.Channels], ScalarType.Float32);
        MemoryMarshal.AsBytes(levels.AsSpan()).CopyTo(picture.bytes);
        return Normalise(picture.ToDevice(device).permute(0, 3, 1, 2).contiguous(), top).MoveToOuterDisposeScope();
    }

    /// <summary>The inputs and targets of a batch of crops.</summary>
    public static (Tensor Inputs, Tensor Targets) ToTensors(CropBatch batch, Device device) => (
        ToTensor(batch.Inputs, batch.Count, batch.Size, batch.Size, device),
        ToTensor(batch.Targets, batch.Count, batch.Size, batch.Size, device));

    /// <summary>The samples of one normalised picture, not yet rounded or clamped: H x W x 3, row by row.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="levels">Where the samples go; exactly as many.</param>
    /// <param name="top">The sample of full brightness: 255 or 65,535.</param>
    public static void ToLevels(Tensor picture, float[] levels, double top)
    {
        using var scope = NewDisposeScope();
        var planes = (picture * Deviation(picture.device)).PlusInPlace(Mean(picture.device)).TimesInPlace(top);
        MemoryMarshal.Cast<byte, float>(planes.squeeze(0).permute(1, 2, 0).contiguous().cpu().bytes).CopyTo(levels);
    }

    private static Tensor Normalise(Tensor planes, double top) =>
        planes.TimesInPlace(1 / top).PlusInPlace(Mean(planes.device), -1).div_(Deviation(planes.device));

    private static Tensor Mean(Device device) => Channels(ImageNetNormalisation.Mean, device);

    private static Tensor Deviation(Device device) => Channels(ImageNetNormalisation.Deviation, device);

    private static Tensor Channels(IReadOnlyList<float> values, Device device) => tensor(values.ToArray(), [1, RgbImage.Channels, 1, 1], device: device);
}
