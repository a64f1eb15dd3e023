using CloudRestore.Imaging;
using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Losses;

public sealed class StructuralLossTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void It_is_one_less_the_similarity_that_evaluation_reports() => Gen.Select(Gen.Int[11, 40], Gen.Int[11, 40], Gen.Int[0, 60], Gen.Int).Sample(
        (width, height, strength, seed) =>
        {
            var original = Picture(width, height, seed, 255);
            var noise = Picture(width, height, seed + 1, strength + 1);
            var restored = new RgbImage(width, height, [.. original.Pixels.Zip(noise.Pixels, (a, b) => (byte)Math.Min(255, a + b))]);
            StructuralLoss.Of(Batch(restored), Batch(original)).item<float>().Should().BeApproximately((float)(1 - Ssim.Of(restored, original)), 2e-4f);
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void Equal_batches_cost_nothing()
    {
        var batch = Batch(Picture(30, 20, 3, 255));
        StructuralLoss.Of(batch, batch).item<float>().Should().BeApproximately(0, 1e-5f);
    }

    [Fact]
    public void Its_gradient_leads_towards_the_original()
    {
        var original = Batch(Picture(24, 24, 5, 255));
        using var blurred = nn.functional.avg_pool2d(original, 3, 1, 1).detach().requires_grad_();
        var before = StructuralLoss.Of(blurred, original);
        before.backward();
        var step = blurred.grad!.sign().Times(-0.02);
        StructuralLoss.Of(blurred.detach().Plus(step), original).item<float>().Should().BeLessThan(before.item<float>());
    }

    [Fact]
    public void A_side_below_the_window_is_refused()
    {
        var loss = () => StructuralLoss.Of(zeros(1, 3, 10, 32), zeros(1, 3, 10, 32));
        loss.Should().Throw<ArgumentException>().WithMessage("Structural similarity needs sides of at least 11 pixels.*");
    }

    public void Dispose() => _scope.Dispose();

    private static RgbImage Picture(int width, int height, int seed, int below)
    {
        var random = new Random(seed);
        return new RgbImage(width, height, [.. Enumerable.Range(0, width * height * 3).Select(_ => (byte)random.Next(below))]);
    }

    private static Tensor Batch(RgbImage picture) => ImageNetNormalisation.FromRgb(picture.Pixels, picture.Width, picture.Height);
}
