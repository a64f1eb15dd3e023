using CloudRestore.Learning.Restoration;
using CsCheck;

namespace CloudRestore.Learning.Tests.Restoration;

public sealed class LevelVectorsTests
{
    private static readonly Gen<(float[] Sum, float[] Levels, float[] Weights)> Lines =
        from length in Gen.Int[0, 70]
        from sum in Gen.Float[-300, 300].Array[length]
        from levels in Gen.Float[-300, 300].Array[length]
        from weights in Gen.Float[0, 1].Array[length]
        select (sum, levels, weights);

    [Fact]
    public void Levels_of_any_number_are_weighed_and_added() => Lines.Sample(line =>
    {
        float[] sum = [.. line.Sum];
        LevelVectors.AddWeighted(sum, line.Levels, line.Weights, 0.5f);
        sum.Zip(line.Sum.Select((number, i) => number + (0.5f * line.Weights[i] * line.Levels[i]))).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-3f));
    });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_level_that_is_no_number_is_found_wherever_it_is(float strange)
    {
        for (var length = 1; length < 70; length++)
        {
            var levels = new float[length];
            levels.AsSpan().Fill(float.MaxValue);
            LevelVectors.AreFinite(levels).Should().BeTrue();
            levels[length / 2] = strange;
            LevelVectors.AreFinite(levels).Should().BeFalse();
            (levels[length / 2], levels[^1]) = (0, strange);
            LevelVectors.AreFinite(levels).Should().BeFalse();
        }
    }

    [Fact]
    public void The_largest_difference_is_found_wherever_it_is() => Lines.Sample(line =>
        LevelVectors.LargestDifference(line.Sum, line.Levels).Should().Be(line.Sum.Zip(line.Levels, (one, other) => Math.Abs(one - other)).DefaultIfEmpty(0).Max()));
}
