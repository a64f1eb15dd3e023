using CloudRestore.Learning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Optimisation;

/// <summary>
/// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), decay first as in fastai. Learning rates and beta1
/// are given with every step, and the whole state can be taken out and put back as named tensors, so that a resumed training continues
/// bit for bit. Parameters without a gradient are left alone and their step count stands still.
/// </summary>
public sealed class Adam : IDisposable
{
    private readonly AdamOptions _options;
    private readonly List<List<Moments>> _groups;

    /// <summary>Starts with empty moments.</summary>
    /// <exception cref="ArgumentException">A parameter's name occurs twice.</exception>
    public Adam(IReadOnlyList<ParameterGroup> groups, AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validated();
        var twice = groups.SelectMany(group => group.Parameters).GroupBy(p => p.Name).FirstOrDefault(names => names.Count() > 1);
        if (twice is not null) throw new ArgumentException($"The parameter {twice.Key} was given twice.", nameof(groups));
        _groups = [.. groups.Select(group => group.Parameters.Select(p => new Moments(p.Name, p.Parameter)).ToList())];
    }

    /// <summary>How many groups there are, and so how many learning rates a step takes.</summary>
    public int GroupCount => _groups.Count;

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="learningRates">One per group, zero or more.</param>
    /// <param name="beta1">In place of <see cref="AdamOptions.Beta1"/>, for schedules that move the momentum.</param>
    public void Step(IReadOnlyList<double> learningRates, double? beta1 = null)
    {
        ArgumentNullException.ThrowIfNull(learningRates);
        if (learningRates.Count != GroupCount)
            throw new ArgumentException($"{learningRates.Count} learning rates were given for {GroupCount} groups.", nameof(learningRates));
        using var _ = no_grad();
        for (var group = 0; group < GroupCount; group++)
            foreach (var moments in _groups[group])
                Step(moments, learningRates[group], beta1 ?? _options.Beta1);
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var moments in _groups.SelectMany(group => group)) moments.Parameter.grad = null;
    }

    /// <summary>
    /// The state: for each parameter that has been changed, its <c>.exp_avg</c>, <c>.exp_avg_sq</c> and <c>.step</c> (int64). The tensors
    /// are copies and the caller's to dispose.
    /// </summary>
    public Dictionary<string, Tensor> ExportState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var moments in _groups.SelectMany(group => group))
        {
            if (moments.First is null) continue;
            state[moments.Name + ".exp_avg"] = moments.First.clone();
            state[moments.Name + ".exp_avg_sq"] = moments.Second!.clone();
            state[moments.Name + ".step"] = tensor(moments.Steps, ScalarType.Int64);
        }
        return state;
    }

    /// <summary>Takes over a state from <see cref="ExportState"/>, copying; parameters it does not name start anew.</summary>
    /// <exception cref="ArgumentException">A name or a shape does not fit; nothing has changed then.</exception>
    public void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var all = _groups.SelectMany(group => group).ToList();
        var known = all.SelectMany(m => new[] { m.Name + ".exp_avg", m.Name + ".exp_avg_sq", m.Name + ".step" }).ToHashSet(StringComparer.Ordinal);
        if (state.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"The optimiser's state names {unknown}, which is no parameter here.", nameof(state));
        var present = all.Where(m => state.ContainsKey(m.Name + ".step")).ToList();
        if (state.Count != 3 * present.Count)
            throw new ArgumentException("The optimiser's state is incomplete: each parameter needs exp_avg, exp_avg_sq and step.", nameof(state));
        foreach (var moments in present)
        {
            if (!state.TryGetValue(moments.Name + ".exp_avg", out var first) || !first.shape.SequenceEqual(moments.Parameter.shape)
                || !state.TryGetValue(moments.Name + ".exp_avg_sq", out var second) || !second.shape.SequenceEqual(moments.Parameter.shape))
                throw new ArgumentException($"The optimiser's state of {moments.Name} does not have the parameter's shape.", nameof(state));
        }
        foreach (var moments in all) moments.Clear();
        foreach (var moments in present)
        {
            moments.Start();
            moments.First!.copy_(state[moments.Name + ".exp_avg"]);
            moments.Second!.copy_(state[moments.Name + ".exp_avg_sq"]);
            moments.Steps = state[moments.Name + ".step"].item<long>();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var moments in _groups.SelectMany(group => group)) moments.Clear();
    }

    private void Step(Moments moments, double learningRate, double beta1)
    {
        var parameter = moments.Parameter;
        using var gradient = parameter.grad;
        if (gradient is null || !parameter.requires_grad) return;
        if (moments.First is null) moments.Start();
        moments.Steps++;
        if (_options.WeightDecay > 0 && (_options.DecayVectors || !moments.IsVector))
            parameter.TimesInPlace(1 - (learningRate * _options.WeightDecay));
        moments.First!.TimesInPlace(beta1).PlusInPlace(gradient, 1 - beta1);
        moments.Second!.TimesInPlace(_options.Beta2).PlusProductInPlace(gradient, gradient, 1 - _options.Beta2);
        var correction1 = 1 - Math.Pow(beta1, moments.Steps);
        var correction2 = 1 - Math.Pow(_options.Beta2, moments.Steps);
        using var denominator = moments.Second!.sqrt();
        denominator.TimesInPlace(1 / Math.Sqrt(correction2)).PlusInPlace(_options.Epsilon);
        parameter.PlusQuotientInPlace(moments.First!, denominator, -learningRate / correction1);
    }

    private sealed class Moments(string name, Parameter parameter)
    {
        public string Name => name;

        public Parameter Parameter => parameter;

        public bool IsVector => parameter.numel() == parameter.shape[0];

        public Tensor? First { get; private set; }

        public Tensor? Second { get; private set; }

        public long Steps { get; set; }

        public void Start()
        {
            First = zeros_like(parameter).DetachFromDisposeScope();
            Second = zeros_like(parameter).DetachFromDisposeScope();
            First.requires_grad = false;
            Second.requires_grad = false;
        }

        public void Clear()
        {
            First?.Dispose();
            Second?.Dispose();
            First = Second = null;
            Steps = 0;
        }
    }
}
