using System.Text;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Imaging.Tests.Pairs;

public class PairStampsTests
{
    private static readonly byte[] Original = TestPictures.Encoded(TestPictures.Gradient(600, 400), PhotographFormat.Png);

    [Fact]
    public void A_pair_comes_with_the_stamp_that_lies_on_it_at_the_original_s_target_size()
    {
        var (pair, stamp) = PairBuilder.BuildWithStamp(Original, "a.jpg", DamageRecipe.Lesson7, 3);

        pair.Should().BeEquivalentTo(PairBuilder.Build(Original, "a.jpg", DamageRecipe.Lesson7, 3));
        stamp!.Runs.Should().BeEquivalentTo(StampRegion.Find(DamageRecipe.Lesson7, PhotographReader.Read(Original, "a").Color, 3, 384, 256)!.Runs);
    }

    [Fact]
    public void Damage_without_a_stamp_has_none() =>
        PairBuilder.BuildWithStamp(Original, "a.jpg", new DamageRecipe { Name = "plain", Steps = [new LowResolution()] }, 3).Stamp.Should().BeNull();

    [Fact]
    public void The_stamps_of_a_shard_are_read_back_by_name()
    {
        var stamps = new Dictionary<string, StampRegion> { ["Größe/b.jpg"] = Stamp(4), ["a.jpg"] = Stamp(5) };

        var back = PairStamps.Read(PairStamps.Write(stamps));

        back.Keys.Should().BeEquivalentTo(stamps.Keys);
        back["a.jpg"].Runs.Should().BeEquivalentTo(stamps["a.jpg"].Runs);
        PairStamps.Write(stamps.Reverse()).Should().Equal(PairStamps.Write(stamps));
        PairStamps.Read(PairStamps.Write([])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"stamps": {"a.jpg": null}}""")]
    [InlineData("""{"stamps": {"a.jpg": {"width": 2, "height": 2}}}""")]
    [InlineData("""{"stamps": {"a.jpg": {"width": 2, "height": 2, "lengths": [5]}}}""")]
    public void Something_else_is_refused(string text) =>
        FluentActions.Invoking(() => PairStamps.Read(Encoding.UTF8.GetBytes(text))).Should().Throw<FormatException>();

    private static StampRegion Stamp(ulong seed) => PairBuilder.BuildWithStamp(Original, "a.jpg", DamageRecipe.Lesson7, seed).Stamp!;
}
