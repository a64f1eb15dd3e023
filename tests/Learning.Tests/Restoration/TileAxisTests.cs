using CloudRestore.Learning.Restoration;
using CsCheck;

namespace CloudRestore.Learning.Tests.Restoration;

public sealed class TileAxisTests
{
    private const int Stride = 32;

    private static readonly Gen<TileAxis> Axes =
        from length in Gen.Int[1, 3000]
        from tiles in Gen.Int[2, 20]
        from overlap in Gen.Int[0, tiles / 2]
        select TileAxis.Plan(length, tiles * Stride, overlap * Stride, Stride);

    [Fact]
    public void The_weights_at_every_pixel_add_up_to_one() => Axes.Sample(axis =>
    {
        var sums = new double[axis.Origins[^1] + axis.Tile];
        for (var i = 0; i < axis.Origins.Count; i++)
            for (var x = 0; x < axis.Tile; x++)
                sums[axis.Origins[i] + x] += axis.Weights[i][x];
        sums.Should().AllSatisfy(sum => sum.Should().BeApproximately(1, 1e-5));
    });

    [Fact]
    public void Tiles_start_on_multiples_of_the_stride_in_ascending_order() => Axes.Sample(axis =>
    {
        axis.Origins[0].Should().Be(0);
        axis.Origins.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        axis.Origins.Should().AllSatisfy(origin => (origin % Stride).Should().Be(0));
        (axis.Tile % Stride).Should().Be(0);
    });

    [Fact]
    public void The_edge_of_a_tile_does_not_count_where_another_covers_it()
    {
        var axis = TileAxis.Plan(length: 320, tile: 192, overlap: 64, Stride);
        axis.Origins.Should().Equal(0, 128);
        axis.Weights[0][191].Should().Be(0);
        axis.Weights[1][0].Should().Be(0);
        axis.Weights[0][0].Should().Be(1);
    }

    [Fact]
    public void Neighbours_share_what_was_asked_for() => (
        from length in Gen.Int[1, 3000]
        from tiles in Gen.Int[2, 20]
        from overlap in Gen.Int[0, tiles / 2]
        select (Axis: TileAxis.Plan(length, tiles * Stride, overlap * Stride, Stride), Tile: tiles * Stride, Overlap: overlap * Stride)).Sample(plan =>
    {
        plan.Axis.Tile.Should().BeLessThanOrEqualTo(plan.Tile);
        plan.Axis.Origins.Zip(plan.Axis.Origins.Skip(1), (one, next) => one + plan.Axis.Tile - next).Should().AllSatisfy(shared => shared.Should().BeGreaterThanOrEqualTo(plan.Overlap));
    });

    [Fact]
    public void Tiles_are_no_larger_than_their_number_takes()
    {
        var axis = TileAxis.Plan(length: 1000, tile: 512, overlap: 128, Stride);
        (axis.Tile, axis.Origins.Count).Should().Be((448, 3));
    }

    [Fact]
    public void A_short_side_is_one_tile_rounded_up_to_the_stride()
    {
        var axis = TileAxis.Plan(length: 100, tile: 384, overlap: 96, Stride);
        axis.Tile.Should().Be(128);
        axis.Origins.Should().Equal(0);
    }
}
