using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Evaluation;

public sealed class BenchmarkModelTests
{
    [Fact]
    public void Time_is_counted_for_each_million_pixels_of_output()
    {
        var options = new GeneratorOptions { Depth = 18, Width = 0.125, SelfAttention = false, Head = GeneratorHead.Residual };
        var card = new ModelCard { Name = "identity", Version = "1", Generator = options, TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 } };
        using var folder = new TemporaryFolder();
        using (var generator = new Generator(options))
            ModelFolder.Save(folder.Root, generator, card);
        using var model = new BenchmarkModel("identity", RestorationEngine.Open(folder.Root, TorchSharp.torch.CPU), new TwoSecondsLater());
        var picture = TestPairs.Picture(50, 40, 3);
        model.SecondsPerMegapixel.Should().Be(0);

        model.Restore(picture, TestContext.Current.CancellationToken).Pixels.Should().Equal(picture.Pixels, "an untrained residual is zero");
        model.Restore(picture, TestContext.Current.CancellationToken);

        model.SecondsPerMegapixel.Should().BeApproximately(2 / (50 * 40 / 1e6), 1e-9);
    }

    /// <summary>Each look at it is two seconds after the one before.</summary>
    private sealed class TwoSecondsLater : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds += 2;
    }
}
