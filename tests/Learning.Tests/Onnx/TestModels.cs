using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Onnx;

/// <summary>Models that were not trained but whose every number matters: statistics, factors and biases are away from where training starts.</summary>
internal static class TestModels
{
    public static GeneratorOptions Tiny => new() { Depth = 18, Width = 0.125, Seed = 7 };

    public static LoadedModel Create(GeneratorOptions options)
    {
        var generator = new Generator(options);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var source = new TorchSharp.torch.Generator(options.Seed, CPU);
        foreach (var (name, tensor) in generator.named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(generator.named_buffers().Select(b => (b.name, b.buffer))))
        {
            if (name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("running_mean", StringComparison.Ordinal)) tensor.normal_(0, 0.1, source);
            else if (name.EndsWith("running_var", StringComparison.Ordinal)) tensor.uniform_(0.5, 2, source);
            else if (name.EndsWith("gamma", StringComparison.Ordinal)) tensor.fill_(0.3f);
            else if (name.Contains(".refine.", StringComparison.Ordinal) && name.EndsWith("conv2.weight_g", StringComparison.Ordinal)) tensor.fill_(0.2f);
            else if (name == "decoder.cross.weight_g") tensor.fill_(0.1f);
            else if (name is "decoder.full.last.weight_g" or "decoder.half.last.weight_g") tensor.fill_(0.05f);
        }
        generator.eval();
        return new LoadedModel(generator, Card(options));
    }

    public static ModelCard Card(GeneratorOptions options) => new()
    {
        Name = "tiny",
        Version = "3",
        Generator = options,
        TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 },
        WeightsSha256 = new string('a', 64),
    };
}
