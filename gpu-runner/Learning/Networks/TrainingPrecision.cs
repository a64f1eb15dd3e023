namespace CloudRestore.Learning.Networks;

/// <summary>In which numbers a generator is trained. Weights, optimiser, losses and everything that is measured or restored are float32 either way.</summary>
public enum TrainingPrecision
{
    /// <summary>float32, as the lesson. On NVIDIA cards TF32 multiplies; see <see cref="TensorFloat32"/>.</summary>
    Single,

    /// <summary>
    /// bfloat16 between the layers and in the convolutions, which sum in float32 (Kalamkar et al. 2019), where the processor does that in hardware:
    /// then a step takes about two thirds of the time. Elsewhere, and on GPUs, the same as <see cref="Single"/>.
    /// </summary>
    Mixed,
}
