using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>A short end of the U: a 3x3 convolution at half size makes the four pixels of each place, and a pixel shuffle lays them out (Shi et al. 2016).</summary>
internal sealed class HalfSizeEnd : Module<Tensor, Tensor>
{
    private const long Scale = 2;

    [ComponentName(Name = "last")]
    private readonly WeightNormConvolution _last;

    public HalfSizeEnd(long below, bool startAtZero, WeightSource source)
        : base(nameof(HalfSizeEnd))
    {
        _last = new WeightNormConvolution(source.KaimingFanIn(3 * Scale * Scale, below, 3, 3));
        if (startAtZero) _last.StartAtZero();
        RegisterComponents();
    }

    public override Tensor forward(Tensor features)
    {
        using var planes = _last.call(features);
        return functional.pixel_shuffle(planes, Scale);
    }
}
