using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Restoration.Smoothing;

/// <summary>By the way that photographs go.</summary>
public sealed class ResidueSmoothingTests
{
    private const int Width = 300;
    private const int Height = 200;

    [Fact]
    public void Where_nothing_was_removed_the_network_s_answer_is_what_comes_out()
    {
        var network = new Network((x, y, level) => Math.Min(255, level * 1.1f));
        var picture = TestPairs.Picture(Width, Height, seed: 3);
        Restore(network, picture, smooth: true).Pixels.Should().Equal(Restore(network, picture, smooth: false).Pixels);
    }

    [Fact]
    public void Dots_that_a_network_leaves_of_a_stroke_are_smoothed_and_what_is_far_from_it_is_not_touched()
    {
        // The network removes the stroke and leaves dots, there and everywhere else.
        var network = new Network((x, y, level) => 100 + (x % 2 == 0 && y % 2 == 0 ? 12 : 0));
        var picture = new RgbImage(Width, Height, [.. Enumerable.Range(0, Width * Height * 3).Select(i => (byte)(IsStroke(i / 3 % Width, i / 3 / Width) ? 255 : 100))]);
        var (smoothed, plain) = (Restore(network, picture, smooth: true), Restore(network, picture, smooth: false));

        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (is_, was) = (Red(smoothed, x, y), Red(plain, x, y));
                if (IsStroke(x, y))
                    is_.Should().BeCloseTo(103, 1, $"at {x}, {y}");
                else if (x is < 100 or > 200)
                    is_.Should().Be(was, $"at {x}, {y}");
            }
        }
    }

    [Fact]
    public void Of_a_number_the_model_that_comes_with_the_product_leaves_less_that_can_be_seen()
    {
        using var engine = RestorationEngine.Open(ShippedModel.Folder!, CPU);
        var even = new RgbImage(Width, Height, [.. Enumerable.Range(0, Width * Height).SelectMany(_ => new byte[] { 40, 30, 34 })]);
        var damaged = Resample.Bilinear(DamageRecipe.Lesson7.Apply(even, seed: 5), Width, Height);
        var (smoothed, plain) = (Restore(engine.Network, damaged, smooth: true), Restore(engine.Network, damaged, smooth: false));
        Roughness(damaged).Should().BeGreaterThan(Roughness(plain) * 2, "the number is removed");
        Roughness(smoothed).Should().BeLessThan(Roughness(plain) / 2);
    }

    [Fact]
    public void The_answer_of_a_model_that_was_not_trained_to_remove_numbers_is_left_alone()
    {
        // The same network, under the name of one that removes grain and scratches.
        using var model = ModelFolder.Load(ShippedModel.Folder!, CPU);
        var other = model with { Card = model.Card with { TrainedFor = model.Card.TrainedFor with { Damage = "old-photo" } } };
        var damaged = new Photograph(Resample.Bilinear(DamageRecipe.Lesson7.Apply(TestPairs.Picture(Width, Height, seed: 3), seed: 5), Width, Height));
        byte[] Restored(LoadedModel by, bool smooth) => new PhotographRestorer(by, new RestorerOptions { SmoothResidue = smooth }).Restore(damaged, RestorationSize.Same).Color.Pixels;

        Restored(other, smooth: true).Should().Equal(Restored(model, smooth: false));
        Restored(model, smooth: true).Should().NotEqual(Restored(model, smooth: false));
    }

    [Fact]
    public void Numbers_across_tiles_are_smoothed_as_in_one()
    {
        using var engine = RestorationEngine.Open(ShippedModel.Folder!, CPU);
        var scene = TestPairs.Picture(700, 430, seed: 3);
        var recipe = DamageRecipe.Lesson7 with { Steps = [new LowResolution { ShorterSide = 160 }, new NumberStamp { Copies = 60 }, new JpegArtefacts()] };
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var damaged = Resample.Bilinear(recipe.Apply(scene, seed), 700, 430);
            RgbImage Restored(int tile, bool smooth) =>
                new PhotographRestorer(engine.Network, new RestorerOptions { TileSize = tile, SmoothResidue = smooth }).Restore(new Photograph(damaged), RestorationSize.Same).Color;
            var whole = Restored(1024, smooth: true);
            whole.Pixels.Should().NotEqual(Restored(1024, smooth: false).Pixels);
            Psnr.Of(Restored(384, smooth: true), whole).Should().BeGreaterThan(50, $"of seed {seed}");
        }
    }

    private static RgbImage Restore(ITileNetwork network, RgbImage picture, bool smooth) =>
        new PhotographRestorer(network, new RestorerOptions { SmoothResidue = smooth }).Restore(new Photograph(picture), RestorationSize.Same).Color;

    private static bool IsStroke(int x, int y) => x is >= 149 and < 152 && y is >= 80 and < 120;

    private static byte Red(RgbImage image, int x, int y) => image.Pixels[((y * image.Width) + x) * RgbImage.Channels];

    // How much neighbours in a row differ on average.
    private static double Roughness(RgbImage image) =>
        Enumerable.Range(0, image.Width * image.Height).Where(i => i % image.Width != 0).Average(i => Math.Abs(image.Pixels[i * 3] - image.Pixels[(i - 1) * 3]));

    private sealed class Network(Func<int, int, float, float> answer) : ITileNetwork
    {
        public int Stride => 32;

        public void Restore(float[] levels, int width, int height, float top)
        {
            for (var i = 0; i < levels.Length; i++)
                levels[i] = answer(i / 3 % width, i / 3 / width, levels[i]);
        }
    }
}
