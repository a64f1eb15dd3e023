using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class SpectralNormTests
{
    [Fact]
    public void After_some_iterations_the_largest_singular_value_is_one()
    {
        using var scope = NewDisposeScope();
        using var source = new WeightSource(5);
        using var norm = new SpectralNorm(source.KaimingFanIn(12, 5, 3, 3), source);
        for (var i = 0; i < 100; i++) norm.Normalised();
        var (_, values, _) = linalg.svd(norm.Normalised().detach().reshape(12, 45));
        values.max().item<float>().Should().BeApproximately(1, 1e-3f);
    }

    [Fact]
    public void The_estimate_stands_still_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var source = new WeightSource(5);
        using var norm = new SpectralNorm(source.KaimingFanIn(12, 45), source);
        norm.eval();
        norm.Normalised().bytes.ToArray().Should().Equal(norm.Normalised().bytes.ToArray());
        norm.train();
        norm.Normalised().bytes.ToArray().Should().NotEqual(norm.Normalised().bytes.ToArray());
    }
}
