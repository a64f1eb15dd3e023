using CloudRestore.Learning.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Losses;

public sealed class CoarseDamageTests : IDisposable
{
    // White on black, in normalised units.
    private const double Stroke = 4.5;

    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Under_a_stroke_and_beside_it_pixels_count_in_full_and_far_from_it_as_ever()
    {
        var original = zeros(1, 3, 80, 80);
        var damaged = zeros(1, 3, 80, 80);
        damaged[0, .., 30..50, 37..43] = full([3, 20, 6], Stroke);

        var weights = CoarseDamage.Weights(damaged, original, 4);

        weights.shape.Should().Equal(1, 1, 80, 80);
        weights[0, 0, 40, 40].item<float>().Should().BeApproximately(5, 1e-5f);
        weights[0, 0, 40, 33].item<float>().Should().BeGreaterThan(3, "compression smears a number over what is beside it");
        weights[0, 0, 10, 10].item<float>().Should().Be(1);
        weights.min().item<float>().Should().Be(1);
    }

    [Fact]
    public void Ordinary_blur_and_noise_count_as_ever()
    {
        var original = rand(2, 3, 64, 64).mul(0.8f);
        var damaged = original.add(randn(2, 3, 64, 64).mul(0.3f));
        CoarseDamage.Weights(damaged, original, 9).eq(1).all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [InlineData(4.5)]
    [InlineData(1.5)]
    public void A_stroke_two_pixels_wide_is_in_the_mask_with_all_that_is_within_five_pixels_also_light_on_light(double stroke)
    {
        var damaged = zeros(1, 3, 40, 60);
        damaged[0, .., 10..30, 30..32] = full([3, 20, 2], stroke);

        var mask = CoarseDamage.Mask(damaged, zeros(1, 3, 40, 60));

        mask.shape.Should().Equal(1, 1, 40, 60);
        mask.dtype.Should().Be(ScalarType.Bool);
        mask[0, 0, 20, 25..37].all().item<bool>().Should().BeTrue();
        mask[0, 0, 20, ..20].any().item<bool>().Should().BeFalse();
        mask[0, 0, 20, 42..].any().item<bool>().Should().BeFalse();
    }

    [Fact]
    public void Noise_is_not_in_the_mask()
    {
        var original = rand(2, 3, 64, 64).mul(0.8f);
        CoarseDamage.Mask(original.add(randn(2, 3, 64, 64).mul(0.15f)), original).any().item<bool>().Should().BeFalse();
    }

    [Fact]
    public void Where_the_mask_is_the_picture_is_seen_and_cannot_be_changed()
    {
        var restored = randn(1, 3, 4, 4).requires_grad_();
        var mask = zeros(1, 1, 4, 4, ScalarType.Bool);
        mask[0, 0, 1, 2] = tensor(true);

        var spared = CoarseDamage.Spare(restored, mask);
        spared.sum().backward();

        spared.equal(restored).all().item<bool>().Should().BeTrue();
        restored.grad!.equal(mask.logical_not().expand(1, 3, 4, 4).to(ScalarType.Float32)).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Without_a_weight_there_are_no_weights() => CoarseDamage.WeightsOrNone(zeros(1, 3, 32, 32), ones(1, 3, 32, 32), 0).Should().BeNull();

    public void Dispose() => _scope.Dispose();
}
