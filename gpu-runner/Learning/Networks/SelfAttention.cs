using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Self-attention over all positions of a feature map (Zhang et al. 2018), as fastai builds it: spectrally normalised queries and keys of
/// an eighth of the channels, softmax over the queries, added to the input with a factor gamma that starts at zero. Memory grows with the
/// square of the number of positions. It computes in float32, whatever it is given, and answers in the type it was given.
/// </summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>
{
    [ComponentName(Name = "query")]
    private readonly SpectralNorm _query;
    [ComponentName(Name = "key")]
    private readonly SpectralNorm _key;
    [ComponentName(Name = "value")]
    private readonly SpectralNorm _value;
    [ComponentName(Name = "gamma")]
    private readonly Parameter _gamma;

    public SelfAttention(long channels, WeightSource source)
        : base(nameof(SelfAttention))
    {
        var narrow = Math.Max(1, channels / 8);
        _query = new SpectralNorm(source.KaimingFanIn(narrow, channels), source);
        _key = new SpectralNorm(source.KaimingFanIn(narrow, channels), source);
        _value = new SpectralNorm(source.KaimingFanIn(channels, channels), source);
        _gamma = new Parameter(zeros(1));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var positions = input.to(_gamma.dtype).flatten(2);
        var query = matmul(_query.Normalised(), positions);
        var key = matmul(_key.Normalised(), positions);
        var value = matmul(_value.Normalised(), positions);
        NetworkWork.Add((query.numel() + value.numel()) * query.shape[2]);
        var attention = functional.softmax(query.transpose(1, 2).bmm(key), 1);
        var attended = value.bmm(attention).reshape(input.shape);
        return input.Plus((_gamma * attended).to(input.dtype)).MoveToOuterDisposeScope();
    }
}
