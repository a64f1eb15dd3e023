using System.Runtime.InteropServices;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Restoration;

public sealed class TiledGeneratorTests
{
    /// <summary>A network that does what the test says.</summary>
    private sealed class Network(Func<Tensor, Tensor> answer) : nn.Module<Tensor, Tensor>(nameof(Network))
    {
        public override Tensor forward(Tensor input) => answer(input);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 33)]
    [InlineData(257, 95)]
    [InlineData(200, 131)]
    public void Any_size_comes_back_pixel_by_pixel_from_a_network_that_changes_nothing(int width, int height)
    {
        using var network = new Network(input => input.alias());
        var picture = TestPairs.Picture(width, height, seed: 3);
        var restored = Tiles(network, 96).Restore(picture, null, CancellationToken.None);
        (restored.Width, restored.Height).Should().Be((width, height));
        restored.Pixels.Should().Equal(picture.Pixels);
    }

    [Theory]
    [InlineData(300, 40)]
    [InlineData(257, 95)]
    public void Sixteen_bits_come_back_exactly_from_a_network_that_changes_nothing(int width, int height)
    {
        using var network = new Network(input => input.alias());
        ushort[] pixels = [.. Enumerable.Range(0, width * height * 3).Select(i => (ushort)(i / 3 % width * 65_535 / (width - 1)))];
        var restored = Tiles(network, 96).Restore(new DeepRgbImage(width, height, pixels), null, CancellationToken.None);
        restored.Pixels.Should().Equal(pixels);
        restored.Pixels.Distinct().Count().Should().Be(width);
    }

    [Fact]
    public void Sixteen_bits_are_restored_as_eight_but_finer()
    {
        using var network = new Network(input => input.pow(2).mul(0.3f).add(input));
        var picture = TestPairs.Picture(150, 100, seed: 3);
        var deep = new DeepRgbImage(150, 100, [.. picture.Pixels.Select(sample => (ushort)(sample * 257))]);
        var coarse = Tiles(network, 96).Restore(picture, null, CancellationToken.None);
        var fine = Tiles(network, 96).Restore(deep, null, CancellationToken.None);
        fine.Pixels.Zip(coarse.Pixels, (one, other) => Math.Abs((one / 257.0) - other)).Max().Should().BeLessThan(0.51);
        fine.Pixels.Distinct().Should().HaveCountGreaterThan(256);
    }

    [Fact]
    public void The_model_that_comes_with_the_product_shows_no_seam()
    {
        using var engine = RestorationEngine.Open(ShippedModel.Folder!, CPU);
        var picture = Resample.Bilinear((DamageRecipe.Lesson7 with { TargetShorterSide = 430 }).Apply(TestPairs.Picture(700, 430, seed: 3), seed: 5), 700, 430);
        RgbImage Restored(int tile) => new TiledGenerator(engine.Network, new RestorerOptions { TileSize = tile }).Restore(picture, null, CancellationToken.None);
        var (whole, tiled) = (Restored(1024), Restored(384));
        Psnr.Of(whole, picture).Should().BeLessThan(50, "the network changes the picture");
        Psnr.Of(tiled, whole).Should().BeGreaterThan(50);
    }

    [Fact]
    public void Tiles_that_share_much_show_no_seam_even_of_a_network_that_looks_far()
    {
        // Its weights are random, and it changes the picture about as much as a trained one does.
        using var generator = new Generator(new GeneratorOptions { Depth = 18, Width = 0.25, SelfAttention = false, Head = GeneratorHead.Residual, Seed = 6 });
        foreach (var (name, parameter) in generator.named_parameters())
            if (name == "decoder.full.last.weight_g")
                using (no_grad())
                    parameter.fill_(0.05f);
        generator.eval();
        var picture = TestPairs.Picture(700, 430, seed: 3);
        RgbImage Restored(int tile) => new TiledGenerator(generator, Generator.Stride, CPU, new RestorerOptions { TileSize = tile, Overlap = 192 }).Restore(picture, null, CancellationToken.None);
        var (whole, tiled) = (Restored(1024), Restored(384));
        Psnr.Of(whole, picture).Should().BeLessThan(32, "the network changes the picture");
        Psnr.Of(tiled, whole).Should().BeGreaterThan(50);
    }

    [Fact]
    public void Memory_that_runs_out_makes_tiles_smaller()
    {
        var sizes = new List<long>();
        using var network = new Network(input =>
        {
            sizes.Add(input.shape[3]);
            return input.shape[3] > 128 ? throw new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB") : input.alias();
        });
        var picture = TestPairs.Picture(300, 200, seed: 3);
        Tiles(network, 256).Restore(picture, null, CancellationToken.None).Pixels.Should().Equal(picture.Pixels);
        sizes[0].Should().BeGreaterThan(128);
        sizes.Should().Contain(128);
    }

    [Fact]
    public void What_a_tile_left_that_ran_out_of_memory_is_nowhere_in_the_result()
    {
        var network = new Tile((levels, width) =>
        {
            if (width <= 128)
                return;
            levels.AsSpan().Fill(77);
            throw new InsufficientMemoryException();
        });
        var picture = TestPairs.Picture(300, 200, seed: 3);
        new TiledGenerator(network, new RestorerOptions { TileSize = 256 }).Restore(picture, null, CancellationToken.None).Pixels.Should().Equal(picture.Pixels);
    }

    [Fact]
    public void Tiles_are_made_smaller_a_few_times_and_then_no_more()
    {
        var tries = 0;
        var network = new Tile((_, _) => throw new InsufficientMemoryException($"No memory, {++tries}."));
        var restore = () => new TiledGenerator(network, new RestorerOptions { TileSize = 4096, SmallestTileSize = 64 }).Restore(TestPairs.Picture(40, 40, seed: 3), null, CancellationToken.None);
        restore.Should().Throw<RestorationException>().Which.Problem.Should().Be(RestorationProblem.OutOfMemory);
        tries.Should().BeInRange(2, 20);
    }

    [Fact]
    public void Memory_that_is_too_small_for_the_smallest_tile_is_an_error_in_one_sentence()
    {
        using var network = new Network(_ => throw new ExternalException("DefaultCPUAllocator: can't allocate memory"));
        var restore = () => Tiles(network, 256).Restore(TestPairs.Picture(300, 200, seed: 3), null, CancellationToken.None);
        restore.Should().Throw<RestorationException>().WithMessage("There is not enough memory to restore a 300 x 200 picture even in tiles of 96 pixels*")
            .Which.Problem.Should().Be(RestorationProblem.OutOfMemory);
    }

    [Fact]
    public void Another_error_of_the_network_is_not_taken_for_memory()
    {
        using var network = new Network(_ => throw new ExternalException("expected scalar type Float"));
        var restore = () => Tiles(network, 256).Restore(TestPairs.Picture(40, 40, seed: 3), null, CancellationToken.None);
        restore.Should().Throw<ExternalException>();
    }

    [Fact]
    public void An_answer_that_is_not_a_number_is_an_error()
    {
        using var network = new Network(input => input * float.NaN);
        var restore = () => Tiles(network, 256).Restore(TestPairs.Picture(40, 40, seed: 3), null, CancellationToken.None);
        restore.Should().Throw<RestorationException>().Which.Problem.Should().Be(RestorationProblem.NotFinite);
    }

    [Fact]
    public void Progress_rises_to_one_and_cancelling_ends_the_work()
    {
        using var cancel = new CancellationTokenSource();
        using var network = new Network(input => input.alias());
        var shares = new List<double>();
        Tiles(network, 96).Restore(TestPairs.Picture(300, 200, seed: 3), new Listener(shares.Add), CancellationToken.None);
        shares.Should().BeInAscendingOrder();
        shares[^1].Should().Be(1);

        var restore = () => Tiles(network, 96).Restore(TestPairs.Picture(300, 200, seed: 3), new Listener(_ => cancel.Cancel()), cancel.Token);
        restore.Should().Throw<OperationCanceledException>();
    }

    private static TiledGenerator Tiles(nn.Module<Tensor, Tensor> network, int size) =>
        new(network, Generator.Stride, CPU, new RestorerOptions { TileSize = size });

    private sealed class Tile(Action<float[], int> restore) : ITileNetwork
    {
        public int Stride => Generator.Stride;

        public void Restore(float[] levels, int width, int height, float top) => restore(levels, width);
    }

    private sealed class Listener(Action<double> heard) : IProgress<double>
    {
        public void Report(double value) => heard(value);
    }
}
