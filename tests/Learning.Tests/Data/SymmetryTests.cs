using CloudRestore.Learning.Data;

namespace CloudRestore.Learning.Tests.Data;

public sealed class SymmetryTests
{
    [Fact]
    public void The_eight_symmetries_of_a_picture_are_all_different()
    {
        var picture = TestPairs.Picture(9, 9, seed: 4);
        Enumerable.Range(0, 8).Select(symmetry => Convert.ToHexString(Symmetry.Apply(picture, symmetry).Pixels)).Distinct().Should().HaveCount(8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_mirroring_done_twice_gives_the_picture_back(int symmetry)
    {
        var picture = TestPairs.Picture(13, 7, seed: 4);
        var twice = Symmetry.Apply(Symmetry.Apply(picture, symmetry), symmetry);
        (twice.Width, twice.Height).Should().Be((13, 7));
        twice.Pixels.Should().Equal(picture.Pixels);
    }

    [Fact]
    public void Swapping_rows_and_columns_moves_a_pixel_across_the_diagonal()
    {
        var picture = TestPairs.Picture(13, 7, seed: 4);
        var swapped = Symmetry.Apply(picture, 4);
        (swapped.Width, swapped.Height).Should().Be((7, 13));
        swapped.Pixels[(5 * 7 + 2) * 3].Should().Be(picture.Pixels[(2 * 13 + 5) * 3]);
    }
}
