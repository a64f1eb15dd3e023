using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Tests.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = CloudRestore.Learning.Optimisation.Adam;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Optimisation;

public sealed class AdamTests
{
    [Theory]
    [InlineData(0)]
    public void It_agrees_with_torch_s_own(double decay)
    {
        using var scope = NewDisposeScope();
        var start = linspace(-1, 1, 12).reshape(4, 3);
        using var ours = new Parameter(start.clone());
        using var theirs = new Parameter(start.clone());
        using var adam = new Adam([new ParameterGroup("all", [("w", ours)])], new AdamOptions { Beta2 = 0.999, WeightDecay = decay });
        using var reference = optim.AdamW([theirs], lr: 0.05, beta1: 0.9, beta2: 0.999, weight_decay: decay);
        for (var step = 0; step < 50; step++)
        {
            foreach (var parameter in new[] { ours, theirs }) ((parameter - 0.3) * (step + 1)).pow(4).sum().backward();
            adam.Step([0.05]);
            reference.step();
            adam.ZeroGradients();
            reference.zero_grad();
        }
        (ours - theirs).abs().max().item<float>().Should().BeLessThan(1e-6f);
    }

    [Fact]
    public void Vectors_decay_only_when_asked()
    {
        using var scope = NewDisposeScope();
        using var vector = new Parameter(ones(3));
        vector.sum().backward();
        vector.grad!.zero_();
        var groups = new[] { new ParameterGroup("all", [("b", vector)]) };
        using (var adam = new Adam(groups, new AdamOptions { WeightDecay = 0.1, DecayVectors = false })) adam.Step([0.5]);
        vector[0].item<float>().Should().Be(1);
        using (var adam = new Adam(groups, new AdamOptions { WeightDecay = 0.1 })) adam.Step([0.5]);
        vector[0].item<float>().Should().BeApproximately(0.95f, 1e-6f);
    }

    [Fact]
    public void A_training_continued_from_saved_state_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        using var whole = new Training();
        for (var step = 0; step < 3; step++) whole.Step(step);
        var weights = ModuleState.Capture(whole.Generator);
        var moments = whole.Adam.ExportState();
        for (var step = 3; step < 6; step++) whole.Step(step);

        using var resumed = new Training();
        ModuleState.Load(resumed.Generator, weights);
        resumed.Adam.ImportState(moments);
        for (var step = 3; step < 6; step++) resumed.Step(step);
        resumed.Bits().Should().Equal(whole.Bits());
    }

    [Fact]
    public void Training_leaks_no_tensors_and_reduces_the_loss()
    {
        using var training = new Training();
        var first = training.Step(0);
        training.Step(0);
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        var before = statistics.ThreadTotalLiveCount;
        var last = 0.0;
        for (var step = 0; step < 50; step++) last = training.Step(0);
        statistics.ThreadTotalLiveCount.Should().Be(before);
        last.Should().BeLessThan(first);
    }

    [Fact]
    public void A_state_of_another_network_is_refused()
    {
        using var parameter = new Parameter(ones(3));
        using var adam = new Adam([new ParameterGroup("all", [("w", parameter)])], new AdamOptions());
        using var stray = ones(3);
        var import = () => adam.ImportState(new Dictionary<string, Tensor> { ["v.step"] = stray });
        import.Should().Throw<ArgumentException>().WithMessage("The optimiser's state names v.step, which is no parameter here.*");
        var incomplete = () => adam.ImportState(new Dictionary<string, Tensor> { ["w.step"] = stray });
        incomplete.Should().Throw<ArgumentException>().WithMessage("The optimiser's state is incomplete*");
    }

    private sealed class Training : IDisposable
    {
        private static readonly double[] Rates = [1e-4, 1e-3, 1e-3];

        public Generator Generator { get; } = new(GeneratorTests.Tiny with { Head = GeneratorHead.Residual });

        public Adam Adam { get; }

        public Training() => Adam = new Adam(ParameterGroup.Of(Generator), new AdamOptions());

        public double Step(int step)
        {
            using var scope = NewDisposeScope();
            using var source = new WeightSource((ulong)step);
            var original = source.KaimingFanIn(2, 3, 32, 32) * 20;
            var loss = PixelLoss.MeanSquaredError(Generator.call(original * 0.5), original);
            loss.backward();
            Adam.Step(Rates, beta1: 0.95 - (0.01 * step));
            Adam.ZeroGradients();
            return loss.item<float>();
        }

        public byte[] Bits()
        {
            using var scope = NewDisposeScope();
            return [.. ModuleState.Capture(Generator).OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.bytes.ToArray())];
        }

        public void Dispose()
        {
            Adam.Dispose();
            Generator.Dispose();
        }
    }
}
