using CloudRestore.Imaging.Damage;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage;

public class DamageSeedTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void SplitMix64_gives_the_published_sequence()
    {
        var state = 1234567UL;
        ulong[] drawn = [DamageSeed.Next(ref state), DamageSeed.Next(ref state), DamageSeed.Next(ref state)];
        drawn.Should().Equal(6457827717110365317, 3203168211198807973, 9817491932198370423);
    }

    [Fact]
    public void Run_and_photograph_both_matter()
    {
        var other = new string('a', 63) + "b";
        new[] { DamageSeed.For(1, Hash), DamageSeed.For(2, Hash), DamageSeed.For(1, other), DamageSeed.For(2, other) }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_case_of_the_hash_does_not_matter() => DamageSeed.For(7, Hash.ToUpperInvariant()).Should().Be(DamageSeed.For(7, Hash));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_no_sha256_is_refused(string hash) =>
        FluentActions.Invoking(() => DamageSeed.For(1, hash)).Should().Throw<ArgumentException>();

    [Fact]
    public void Whole_numbers_stay_in_their_range() => Gen.Select(Gen.ULong, Gen.Int, Gen.Int).Sample((seed, one, two) =>
    {
        var (least, most) = (Math.Min(one, two), Math.Max(one, two));
        var drawn = new SeededRandom(seed).NextInt(least, most);
        return drawn >= least && drawn <= most;
    });

    [Fact]
    public void Every_quality_of_the_lesson_is_drawn_about_equally_often()
    {
        var random = new SeededRandom(11);
        var counts = Enumerable.Range(0, 61_000).GroupBy(_ => random.NextInt(10, 70)).ToDictionary(g => g.Key, g => g.Count());
        counts.Should().HaveCount(61);
        counts.Values.Should().OnlyContain(count => count > 850 && count < 1150);
    }

    [Fact]
    public void Fractions_lie_between_zero_and_one() => Gen.ULong.Sample(seed => new SeededRandom(seed).NextDouble() is >= 0 and < 1);
}
