using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>
/// An exponential moving average of a network's weights and buffers, which restores better than the last weights of a short training. The
/// decay grows from little to its full value, so that the first weights are soon forgotten: min(decay, (1 + n) / (10 + n)).
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly Dictionary<string, Tensor> _average;
    private readonly Dictionary<string, Tensor> _live;
    private readonly double _decay;

    /// <summary>Starts from the present weights.</summary>
    public WeightAverage(nn.Module module, double decay)
    {
        _decay = decay;
        _live = module.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(module.named_buffers().Select(b => (b.name, b.buffer)))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
        _average = ModuleState.Capture(module).ToDictionary(pair => pair.Key, pair => pair.Value.to(_live[pair.Key].device).DetachFromDisposeScope());
    }

    /// <summary>The averages by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _average;

    /// <summary>Copies of the averages, the caller's to dispose.</summary>
    public Dictionary<string, Tensor> Copy() => _average.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope());

    /// <summary>Takes the present weights into the average.</summary>
    /// <param name="step">Steps done before this one.</param>
    public void Update(long step)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var decay = Math.Min(_decay, (1.0 + step) / (10.0 + step));
        foreach (var (name, average) in _average)
        {
            if (average.is_floating_point())
                average.ApproachInPlace(_live[name], 1 - decay);
            else
                average.copy_(_live[name]);
        }
    }

    /// <summary>Takes the averages of a checkpoint in place of its own.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var noGradient = no_grad();
        foreach (var (name, average) in _average)
            average.copy_(tensors[name]);
    }

    /// <summary>Puts the averages in place of a module's weights until what it returns is disposed of.</summary>
    /// <param name="module">The module that is averaged.</param>
    public IDisposable Lend(nn.Module module)
    {
        var loan = new Loan(module, ModuleState.Capture(module));
        ModuleState.Load(module, _average);
        return loan;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var average in _average.Values)
            average.Dispose();
    }

    private sealed class Loan(nn.Module module, Dictionary<string, Tensor> present) : IDisposable
    {
        public void Dispose()
        {
            ModuleState.Load(module, present);
            foreach (var tensor in present.Values)
                tensor.Dispose();
        }
    }
}
