using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// A short end of the U: a 3x3 convolution at half size makes the four pixels of each place (three channels, or four with a gate), a pixel
/// shuffle lays them out (Shi et al. 2016), and a <see cref="BoxBlur"/> follows if asked.
/// </summary>
internal sealed class HalfSizeEnd : Module<Tensor, Tensor>
{
    private const long Scale = 2;

    [ComponentName(Name = "last")]
    private readonly WeightNormConvolution _last;
    private readonly bool _blur;

    public HalfSizeEnd(long below, long channels, bool blur, bool startAtZero, WeightSource source)
        : base(nameof(HalfSizeEnd))
    {
        _last = new WeightNormConvolution(source.KaimingFanIn(channels * Scale * Scale, below, 3, 3));
        if (startAtZero) _last.StartAtZero();
        _blur = blur;
        RegisterComponents();
    }

    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var picture = functional.pixel_shuffle(_last.call(features), Scale);
        return (_blur ? BoxBlur.Of(picture) : picture).MoveToOuterDisposeScope();
    }
}
