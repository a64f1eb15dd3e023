using static TorchSharp.torch;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// NVIDIA's TF32: from Ampere on, products of float32 matrices and convolutions read their factors with 10 bits of mantissa and sum in
/// float32, several times faster. Without effect on a CPU and on older GPUs.
/// </summary>
public static class TensorFloat32
{
    /// <summary>Allows it to matrix products (off by default) and to cuDNN's convolutions, in the whole process.</summary>
    public static void Allow()
    {
        backends.cuda.matmul.allow_tf32 = true;
        backends.cudnn.allow_tf32 = true;
    }
}
