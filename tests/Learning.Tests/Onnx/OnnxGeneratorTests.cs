using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Onnx;

public sealed class OnnxGeneratorTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<GeneratorOptions, int, int, int> Networks => new()
    {
        { TestModels.Tiny, 1, 64, 96 },
        { TestModels.Tiny with { Head = GeneratorHead.Residual, SelfAttention = false }, 2, 32, 64 },
        { TestModels.Tiny with { Blur = false, LastCross = false, SelfAttention = false }, 1, 96, 32 },
        { TestModels.Tiny with { Depth = 34, Blur = false, Head = GeneratorHead.Residual }, 1, 64, 64 },
        { TestModels.Tiny with { Width = 0.25, LastCross = false, Head = GeneratorHead.Residual }, 3, 32, 32 },
        { TestModels.Tiny with { Depth = 34, Width = 0.5 }, 1, 64, 32 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_answers_as_torch_does(GeneratorOptions options, int count, int height, int width)
    {
        using var model = TestModels.Create(options);
        using var engine = OnnxGenerator.From(model);
        var input = randn(count, 3, height, width);
        using var _ = no_grad();
        var expected = model.Generator.call(input).contiguous().data<float>().ToArray();

        var answer = engine.Run(input.data<float>().ToArray(), count, height, width);

        answer.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-4f);
        expected.Zip(input.data<float>(), (a, b) => Math.Abs(a - b)).Max().Should().BeGreaterThan(0.1f, "the network does something");
    }

    public void Dispose() => _scope.Dispose();
}
