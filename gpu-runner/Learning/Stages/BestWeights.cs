using CloudRestore.Learning.Safetensors;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>A copy of the weights that scored highest so far. Of equal scores the earlier stays.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly nn.Module _module;
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Starts with the present weights, at step 0 and without a score.</summary>
    public BestWeights(nn.Module module)
    {
        _module = module;
        _tensors = ModuleState.Capture(module);
    }

    /// <summary>The step of the best weights.</summary>
    public long Step { get; private set; }

    /// <summary>Their score; minus infinity before the first.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>The best weights by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Keeps the present weights if their score is higher than all before.</summary>
    public void Offer(long step, double score)
    {
        if (!(score > Score))
            return;
        var present = ModuleState.Capture(_module);
        Load(present, step, score);
        foreach (var tensor in present.Values)
            tensor.Dispose();
    }

    /// <summary>Copies of the best weights, the caller's to dispose.</summary>
    public Dictionary<string, Tensor> Copy() => _tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope());

    /// <summary>Takes weights as the best.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> tensors, long step, double score)
    {
        using var noGradient = no_grad();
        foreach (var (name, tensor) in _tensors)
            tensor.copy_(tensors[name]);
        (Step, Score) = (step, score);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
    }
}
