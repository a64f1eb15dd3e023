using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Data;

/// <summary>Brings tensors of the CPU to where they are computed with.</summary>
internal static class DeviceCopy
{
    /// <summary>
    /// The tensor itself where it already is there. To a GPU it goes through pinned memory and without waiting: the next batch is made ready
    /// while it travels, and torch keeps the pinned memory until the copy is done.
    /// </summary>
    public static Tensor ToDevice(this Tensor tensor, Device device) => device.type == DeviceType.CUDA && tensor.device_type == DeviceType.CPU
        ? tensor.pin_memory().to(device, non_blocking: true)
        : tensor.to(device);
}
