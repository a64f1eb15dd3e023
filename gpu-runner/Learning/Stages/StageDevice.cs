using CloudRestore.Learning.Data;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>The device of a stage.</summary>
internal static class StageDevice
{
    /// <summary>Makes torch repeatable and quick, and gives the device that the context names.</summary>
    /// <exception cref="StageFailedException">There is no such device here.</exception>
    public static Device Prepare(StageContext context)
    {
        TorchDeterminism.Configure(SampleSeed.Derive(context.Seed, "torch"));
        TensorFloat32.Allow();
        TorchMemory.KeepBetweenSteps();
        return context.Device switch
        {
            "cpu" => CPU,
            "cuda" when cuda.is_available() => CUDA,
            "cuda" => throw new StageFailedException("The device 'cuda' was asked for, but torch finds no CUDA device on this machine; use 'cpu'."),
            var other => throw new StageFailedException($"There is no device '{other}'; use 'cpu' or 'cuda'."),
        };
    }
}
