using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Tests.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Safetensors;

public sealed class ModuleStateTests
{
    [Fact]
    public void What_does_not_fit_is_listed_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var critic = new Critic(CriticTests.Tiny);
        var state = ModuleState.Capture(critic);
        state.Remove("first.bias");
        state["stray"] = ones(1);
        state["last.kernel.weight_orig"] = ones(2, 2);
        var load = () => ModuleState.Load(critic, state);
        load.Should().Throw<SafetensorsException>().WithMessage(
            "The weights do not fit Critic: missing: first.bias; unexpected: stray; of another shape or type: last.kernel.weight_orig (Float32 2×2 for Float32 1×128×4×4).");
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_becomes_the_networks_own(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var critic = new Critic(CriticTests.Tiny);
        var state = ModuleState.Capture(critic).ToDictionary(t => t.Key, t => t.Value.is_floating_point() ? t.Value.to(type) : t.Value);

        ModuleState.Load(critic, state);

        ModuleState.Capture(critic)["first.kernel.weight_orig"].equal(state["first.kernel.weight_orig"].to(ScalarType.Float32)).all().item<bool>().Should().BeTrue();
        state["dropouts.0.calls"] = state["dropouts.0.calls"].to(ScalarType.Float16);
        var load = () => ModuleState.Load(critic, state);
        load.Should().Throw<SafetensorsException>("whole numbers are not made of halves");
    }

    [Fact]
    public void Buffers_are_part_of_the_state()
    {
        using var scope = NewDisposeScope();
        using var critic = new Critic(CriticTests.Tiny);
        ModuleState.Capture(critic).Keys.Should().Contain(["first.kernel.weight_u", "first.kernel.weight_v", "dropouts.0.calls"]);
        using var generator = new CloudRestore.Learning.Networks.Generator(GeneratorTests.Tiny);
        ModuleState.Capture(generator).Keys.Should().Contain(["encoder.bn1.running_mean", "encoder.bn1.running_var", "encoder.bn1.num_batches_tracked"]);
    }
}
