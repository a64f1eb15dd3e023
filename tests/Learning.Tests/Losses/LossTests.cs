using CloudRestore.Learning.Losses;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Losses;

public sealed class LossTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void An_undecided_critic_costs_the_logarithm_of_two()
    {
        AdaptiveLoss.BinaryCrossEntropy(zeros(2, 25), original: true).item<float>().Should().BeApproximately(MathF.Log(2), 1e-6f);
        GanLoss.Critic(zeros(2, 25), zeros(2, 25)).item<float>().Should().BeApproximately(MathF.Log(2), 1e-6f);
    }

    [Fact]
    public void An_answer_per_picture_is_expanded_over_its_patches()
    {
        var logits = tensor(new float[] { 9, 9, -9, -9 }).reshape(2, 2);
        AdaptiveLoss.BinaryCrossEntropy(logits, tensor(new float[] { 1, 0 })).item<float>().Should().BeLessThan(0.001f);
        AdaptiveLoss.BinaryCrossEntropy(logits, tensor(new float[] { 0, 1 })).item<float>().Should().BeApproximately(9, 0.001f);
        AdaptiveLoss.Accuracy(logits, tensor(new float[] { 1, 0 })).Should().Be(1);
        AdaptiveLoss.Accuracy(logits, tensor(new float[] { 1, 1 })).Should().Be(0.5);
    }

    [Fact]
    public void The_generator_s_loss_weighs_deceiving_against_pixels()
    {
        var loss = new GanLoss { CriticWeight = 1, PixelWeight = 50 };
        var restored = full(1, 3, 4, 4, 0.5f);
        loss.Generator(zeros(1, 5), restored, zeros(1, 3, 4, 4)).item<float>().Should().BeApproximately(MathF.Log(2) + (50 * 0.25f), 1e-4f);
    }

    [Fact]
    public void The_generator_s_loss_takes_the_pixels_loss_and_the_structure_that_it_is_told_to()
    {
        var (restored, original) = (rand(1, 3, 16, 16), rand(1, 3, 16, 16));
        var content = new GanLoss { CriticWeight = 0, PixelWeight = 10, Pixels = PixelLossKind.MeanAbsoluteError, StructureWeight = 2 };
        var expected = 10 * (PixelLoss.MeanAbsoluteError(restored, original).item<float>() + (2 * StructuralLoss.Of(restored, original).item<float>()));
        content.Generator(zeros(1, 5), restored, original).item<float>().Should().BeApproximately(expected, 1e-4f);
    }

    [Theory]
    [InlineData(PixelLossKind.MeanSquaredError, (0.25 + 4) / 2)]
    [InlineData(PixelLossKind.MeanAbsoluteError, (0.5 + 2) / 2)]
    public void The_pixel_loss_is_the_mean_over_all_pixels(PixelLossKind kind, double expected) =>
        PixelLoss.Of(kind, tensor(new float[] { 0.5f, -2 }), zeros(2)).item<float>().Should().BeApproximately((float)expected, 1e-6f);

    [Theory]
    [InlineData(PixelLossKind.MeanSquaredError, 4 + (3 * 1))]
    [InlineData(PixelLossKind.MeanAbsoluteError, 2 + (3 * 1))]
    public void A_pixel_s_error_is_taken_times_its_weight(PixelLossKind kind, double expected)
    {
        var restored = tensor(new float[] { 2, -1 }).expand(1, 3, 1, 2);
        var weights = tensor(new float[] { 1, 3 }).reshape(1, 1, 1, 2);
        PixelLoss.Of(kind, 0, restored, zeros(1, 3, 1, 2), weights).item<float>().Should().BeApproximately((float)expected / 2, 1e-6f);
        var gan = new GanLoss { CriticWeight = 0, PixelWeight = 10, Pixels = kind };
        gan.Generator(zeros(1, 5), restored, zeros(1, 3, 1, 2), weights).item<float>().Should().BeApproximately((float)expected * 5, 1e-5f);
    }

    [Fact]
    public void The_critic_trains_until_it_is_good_enough_and_the_generator_one_batch()
    {
        var switcher = new AdaptiveGanSwitcher();
        var turns = new List<bool>();
        foreach (var loss in new[] { 0.7, 0.66, 0.64, 3.0, 0.65, 0.1, 0.1 })
        {
            turns.Add(switcher.TrainsGenerator);
            switcher.Report(loss);
        }
        turns.Should().Equal(false, false, false, true, false, false, true);
        switcher.TrainsGenerator.Should().BeFalse();
    }

    public void Dispose() => _scope.Dispose();
}
