using CloudRestore.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class BatchNormalisationTests
{
    [Fact]
    public void It_agrees_with_torch_s_own_in_training_and_after_it()
    {
        using var scope = NewDisposeScope();
        using var ours = new BatchNormalisation(5);
        using var theirs = nn.BatchNorm2d(5);
        for (var step = 0; step < 3; step++)
        {
            var input = (arange(2 * 5 * 4 * 4, ScalarType.Float32).reshape(2, 5, 4, 4) + step).sin();
            ours.call(input).allclose(theirs.call(input), 1e-6, 1e-6).Should().BeTrue();
        }

        ours.eval();
        theirs.eval();
        var seen = arange(5 * 4 * 4, ScalarType.Float32).reshape(1, 5, 4, 4).cos();
        ours.call(seen).allclose(theirs.call(seen), 1e-6, 1e-6).Should().BeTrue();
        var (own, reference) = (ours.state_dict(), theirs.state_dict());
        own.Keys.Should().BeEquivalentTo(reference.Keys);
        foreach (var (name, value) in own)
            value.allclose(reference[name], 1e-6, 1e-6).Should().BeTrue(name);
    }

    [Fact]
    public void It_moves_to_another_type_with_all_it_knows()
    {
        using var scope = NewDisposeScope();
        using var norm = new BatchNormalisation(3);
        norm.to(ScalarType.Float64);

        norm.call(ones(2, 3, 2, 2, ScalarType.Float64)).dtype.Should().Be(ScalarType.Float64);

        norm.state_dict()["running_mean"].mean().item<double>().Should().BeApproximately(0.1, 1e-9);
    }
}
