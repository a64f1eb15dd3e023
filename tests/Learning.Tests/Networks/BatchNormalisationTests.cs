using CloudRestore.Learning.Networks;
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
}
