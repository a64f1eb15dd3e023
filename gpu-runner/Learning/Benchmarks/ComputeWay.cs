using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>How a process computes. Networks that only restore are also computed by the engines that <see cref="Restoration.RestorationEngine"/> names.</summary>
public static class ComputeWay
{
    /// <summary>As the product does.</summary>
    public const string Ours = "ours";

    /// <summary>As a plain eager program on the same libtorch does: N×C×H×W in float32, nothing rearranged, memory as the system gives it.</summary>
    public const string Plain = "plain";

    /// <summary>Chooses for the whole process; to be called before the first tensor is made.</summary>
    /// <param name="way"><see cref="Plain"/>, or anything else for our way.</param>
    public static void Choose(string way)
    {
        Convolution.Plain = way == Plain;
        if (way != Plain)
            TorchMemory.UseHugePages();
    }
}
