using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Networks;

public class TensorFloat32Tests
{
    [Fact]
    public void Products_and_convolutions_on_a_GPU_may_use_it()
    {
        backends.cuda.matmul.allow_tf32 = false;
        backends.cudnn.allow_tf32 = false;

        TensorFloat32.Allow();

        backends.cuda.matmul.allow_tf32.Should().BeTrue();
        backends.cudnn.allow_tf32.Should().BeTrue();
    }
}
