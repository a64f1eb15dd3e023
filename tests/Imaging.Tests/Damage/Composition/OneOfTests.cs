using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Composition;

namespace CloudRestore.Imaging.Tests.Damage.Composition;

public class OneOfTests
{
    private static readonly RgbImage Picture = TestPictures.Gradient(12, 10);

    [Fact]
    public void Options_come_as_often_as_they_weigh()
    {
        var (light, heavy) = (new List<(ulong, int)>(), new List<(ulong, int)>());
        var step = new OneOf { Options = [Option(1, light), Option(3, heavy)] };
        for (var seed = 0UL; seed < 4000; seed++)
            Apply(step, seed);
        light.Should().HaveCountGreaterThan(900).And.HaveCountLessThan(1100);
        (light.Count + heavy.Count).Should().Be(4000);
    }

    [Fact]
    public void An_option_without_steps_leaves_the_picture_as_it_is() =>
        Apply(new OneOf { Options = [new()] }, 3).Should().BeSameAs(Picture);

    [Fact]
    public void Weights_choose_and_change_nothing_else()
    {
        var (before, after) = (new List<(ulong, int)>(), new List<(ulong, int)>());
        Apply(new OneOf { Options = [Option(1, before)] }, 9);
        Apply(new OneOf { Options = [Option(1e-9, []), Option(5, after)] }, 9);
        after.Should().Equal(before);
    }

    [Fact]
    public void Steps_of_an_option_are_done_in_order() =>
        Apply(new OneOf { Options = [new() { Steps = [new LowResolution { ShorterSide = 9 }, new LowResolution { ShorterSide = 8 }] }] }, 1)
            .Should().Match<RgbImage>(image => image.Height == 8);

    [Theory]
    [InlineData("", "*at least one option*")]
    [InlineData("null", "*at least one option*")]
    [InlineData("""{"weight":0}""", "*above 0*not 0*")]
    [InlineData("""{"weight":-1}""", "*above 0*not -1*")]
    [InlineData("""{"weight":2e6}""", "*at most 1000000*")]
    [InlineData("""{"steps":null}""", "*must hold steps*")]
    [InlineData("""{"steps":[null]}""", "*must hold steps*")]
    [InlineData("""{"steps":[{"kind":"low-resolution","shorterSide":0}]}""", "*8 to 4096*")]
    public void What_cannot_be_drawn_is_refused(string options, string message) =>
        FluentActions.Invoking(() => DamageRecipe.FromJson($$"""{"name":"x","steps":[{"kind":"one-of","options":[{{options}}]}]}"""))
            .Should().Throw<FormatException>().WithMessage(message);

    private static WeightedSteps Option(double weight, List<(ulong, int)> log) => new() { Weight = weight, Steps = [new RecordingStep(log)] };

    private static RgbImage Apply(OneOf step, ulong seed) => step.Apply(Picture, new DamageContext(new SeededRandom(seed), 50));
}
