using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Restoration;

/// <summary>What survives, with a model whose residual is zero: it changes nothing.</summary>
public sealed class PhotographRestorerTests : IDisposable
{
    private static readonly GeneratorOptions Options = new() { Depth = 18, Width = 0.125, SelfAttention = false, FullSizeBlock = false, LastCross = false, Head = GeneratorHead.Residual };

    private readonly LoadedModel _model = new(new Generator(Options), new ModelCard
    {
        Name = "identity",
        Version = "1",
        Generator = Options,
        TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 1, TargetSize = 256 },
    });

    [Fact]
    public void A_sixteen_bit_gradient_keeps_every_level()
    {
        ushort[] pixels = [.. Enumerable.Range(0, 600 * 20 * 3).Select(i => (ushort)(i / 3 % 600 * 109))];
        var restored = Restore(new Photograph(new DeepRgbImage(600, 20, pixels)), RestorationSize.Same);
        restored.DeepColor!.Pixels.Should().Equal(pixels);
        restored.DeepColor.Pixels.Distinct().Should().HaveCount(600);
    }

    [Fact]
    public void A_sixteen_bit_gradient_is_enlarged_in_sixteen_bits()
    {
        ushort[] pixels = [.. Enumerable.Range(0, 100 * 20 * 3).Select(i => (ushort)(i / 3 % 100 * 500))];
        var restored = Restore(new Photograph(new DeepRgbImage(100, 20, pixels)) { DeepAlpha = [.. pixels.Where((_, i) => i % 3 == 0)] }, RestorationSize.Scale(4));
        (restored.Width, restored.Height).Should().Be((400, 80));
        restored.DeepColor!.Pixels.Distinct().Should().HaveCountGreaterThan(350);
        restored.DeepAlpha!.Distinct().Should().HaveCountGreaterThan(350);
    }

    [Fact]
    public void At_its_own_size_alpha_and_greyscale_stay_as_they_are()
    {
        byte[] alpha = [.. Enumerable.Range(0, 70 * 50).Select(i => (byte)(i % 251))];
        byte[] grey = [.. Enumerable.Range(0, 70 * 50).SelectMany(i => Enumerable.Repeat((byte)(i % 256), 3))];
        var restored = Restore(new Photograph(new RgbImage(70, 50, grey)) { Alpha = alpha, IsGreyscale = true, Exif = [1], Iptc = [2], IccProfile = [3] }, RestorationSize.Same);
        restored.Alpha.Should().Equal(alpha);
        restored.Color.Pixels.Should().Equal(grey);
        (restored.IsGreyscale, restored.Exif![0], restored.Iptc![0], restored.IccProfile![0]).Should().Be((true, 1, 2, 3));
    }

    [Fact]
    public void Greyscale_stays_greyscale_though_the_network_sees_colours()
    {
        var photograph = new Photograph(TestPairs.Picture(80, 60, seed: 2)) { IsGreyscale = true };
        var pixels = Restore(photograph, RestorationSize.Same).Color.Pixels;
        pixels.Chunk(3).Should().OnlyContain(pixel => pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    }

    [Fact]
    public void The_photograph_that_is_given_stays_as_it_was()
    {
        var photograph = new Photograph(TestPairs.Picture(80, 60, seed: 2)) { IsGreyscale = true };
        var before = photograph.Color.Clone();
        Restore(photograph, RestorationSize.Same);
        photograph.Color.Pixels.Should().Equal(before.Pixels);
    }

    public void Dispose() => _model.Dispose();

    private Photograph Restore(Photograph photograph, RestorationSize size) => new PhotographRestorer(_model, new RestorerOptions { TileSize = 128 }).Restore(photograph, size);
}
