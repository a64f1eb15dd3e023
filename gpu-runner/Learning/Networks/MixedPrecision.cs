using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Networks;

/// <summary>Whether and where <see cref="TrainingPrecision.Mixed"/> is worth its rounding.</summary>
public static class MixedPrecision
{
    // CPUID, leaf 7, its first sub-leaf: bit 5 of EAX is AVX512_BF16, without which oneDNN would convert every number back and forth.
    private const int ExtendedFeatures = 7;
    private const int BfloatBit = 1 << 5;

    /// <summary>Whether this processor multiplies bfloat16 itself.</summary>
    public static bool IsInHardware { get; } =
        Avx512F.IsSupported && X86Base.CpuId(ExtendedFeatures, 0).Eax >= 1 && (X86Base.CpuId(ExtendedFeatures, 1).Eax & BfloatBit) != 0;

    /// <summary>Whether a generator is to be trained in bfloat16.</summary>
    /// <param name="precision">What the preset asks for.</param>
    /// <param name="device">Where it is trained.</param>
    public static bool IsFor(TrainingPrecision precision, Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return precision == TrainingPrecision.Mixed && device.type == DeviceType.CPU && IsInHardware && !Convolution.Plain;
    }
}
