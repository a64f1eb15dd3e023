using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>
/// The way from the weights that a training began with to those it came to: network interpolation (ESRGAN, Wang et al. 2018, section 3.4).
/// </summary>
internal sealed class WeightInterpolation : IDisposable
{
    private readonly Dictionary<string, Tensor> _start;

    /// <summary>Starts from the present weights and buffers.</summary>
    public WeightInterpolation(nn.Module module) => _start = ModuleState.Capture(module);

    /// <summary>Puts what lies on the way in place of the weights that the way leads to; counters stay those of the end.</summary>
    /// <param name="module">The module, with the weights that the training came to.</param>
    /// <param name="share">How far to go, from 0, the start, to 1, the end.</param>
    public void Apply(nn.Module module, double share)
    {
        using var scope = NewDisposeScope();
        var between = ModuleState.Capture(module);
        using var noGradient = no_grad();
        foreach (var (name, tensor) in between)
        {
            if (tensor.is_floating_point())
                tensor.ApproachInPlace(_start[name], 1 - share);
        }

        ModuleState.Load(module, between);
        foreach (var tensor in between.Values)
            tensor.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _start.Values)
            tensor.Dispose();
    }
}
