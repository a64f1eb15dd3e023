using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Build;

public sealed class LibTorchTests
{
    [Fact]
    public void The_native_library_loads_and_counts()
    {
        using var two = ones(2);
        using var sum = two.sum();
        sum.item<float>().Should().Be(2);
    }
}
