using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Drops whole channels in training and scales up the rest (Tompson et al. 2015, torch's <c>Dropout2d</c>). Each mask is a function of
/// the seed and of how often the layer was called, which is a buffer: a resumed training draws the masks that an undisturbed one
/// would, and nothing depends on the process-wide random state.
/// </summary>
internal sealed class ChannelDropout : Module<Tensor, Tensor>
{
    private readonly double _probability;
    private readonly ulong _seed;
    [ComponentName(Name = "calls")]
    private readonly Tensor _calls;

    public ChannelDropout(double probability, ulong seed)
        : base(nameof(ChannelDropout))
    {
        _probability = probability;
        _seed = seed;
        _calls = zeros(1, ScalarType.Int64);
        register_buffer("calls", _calls);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        if (!training || _probability == 0) return input.alias();
        using var scope = NewDisposeScope();
        // Golden-ratio steps spread neighbouring calls over all seeds.
        var seed = unchecked(_seed + ((ulong)_calls[0].item<long>() * 0x9E3779B97F4A7C15UL));
        using (no_grad()) _calls.Increment();
        using var generator = new torch.Generator(seed, CPU);
        var mask = empty(input.shape[0], input.shape[1], 1, 1).uniform_(0, 1, generator).IsAbove(_probability);
        return (input * mask.to(input.dtype).TimesInPlace(1 / (1 - _probability)).to(input.device)).MoveToOuterDisposeScope();
    }
}
