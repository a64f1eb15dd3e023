using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class CriticTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    internal static CriticOptions Tiny => new() { Filters = 8, Seed = 7 };

    [Theory]
    [InlineData(128, 25)]
    [InlineData(256, 169)]
    public void There_is_one_logit_per_patch(int size, int patches)
    {
        using var critic = new Critic(Tiny);
        critic.call(zeros(2, 3, size, size)).shape.Should().Equal(2, patches);
    }

    [Fact]
    public void The_lesson_s_critic_has_about_45_million_parameters()
    {
        using var critic = new Critic(new CriticOptions());
        // 327,681 of them in the attention.
        critic.parameters().Sum(p => p.numel()).Should().Be(44_705_665);
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        using var critic = new Critic(Tiny);
        critic.call(randn(2, 3, 64, 64)).square().mean().backward();
        critic.named_parameters().Where(p => p.parameter.grad is null).Select(p => p.name).Should().BeEmpty();
    }

    [Fact]
    public void The_smallest_size_gives_one_logit()
    {
        using var critic = new Critic(Tiny);
        critic.call(zeros(1, 3, critic.SmallestSize, critic.SmallestSize)).shape.Should().Equal(1, 1);
    }

    [Fact]
    public void A_restored_state_draws_the_same_masks_and_gives_the_same_bits()
    {
        using var critic = new Critic(Tiny);
        var input = randn(2, 3, 64, 64);
        critic.call(input);
        var state = ModuleState.Capture(critic);
        var expected = critic.call(input).bytes.ToArray();

        using var resumed = new Critic(Tiny with { Dropout = 0.15 });
        ModuleState.Load(resumed, state);
        resumed.call(input).bytes.ToArray().Should().Equal(expected);
        resumed.call(input).bytes.ToArray().Should().NotEqual(expected);
    }

    [Fact]
    public void Evaluation_changes_no_state_and_drops_nothing()
    {
        using var critic = new Critic(Tiny);
        critic.eval();
        var input = randn(1, 3, 64, 64);
        critic.call(input).bytes.ToArray().Should().Equal(critic.call(input).bytes.ToArray());
    }

    public void Dispose() => _scope.Dispose();
}
