using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Composition;

namespace CloudRestore.Imaging.Tests.Damage.Composition;

public class SometimesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.25, 900, 1100)]
    [InlineData(1, 4000, 4000)]
    public void The_damage_is_done_with_its_probability(double probability, int least, int most)
    {
        var log = new List<(ulong, int)>();
        var step = new Sometimes { Probability = probability, Steps = [new RecordingStep(log)] };
        for (var seed = 0UL; seed < 4000; seed++)
            step.Apply(TestPictures.Flat(1, 1, 0), new DamageContext(new SeededRandom(seed), 50));
        log.Count.Should().BeInRange(least, most);
    }

    [Theory]
    [InlineData("""{"kind":"sometimes","probability":1.5}""", "*0 to 1, not 1.5*")]
    [InlineData("""{"kind":"sometimes","steps":null}""", "*must hold steps*")]
    public void What_cannot_happen_is_refused(string step, string message) =>
        FluentActions.Invoking(() => DamageRecipe.FromJson($$"""{"name":"x","steps":[{{step}}]}""")).Should().Throw<FormatException>().WithMessage(message);
}
