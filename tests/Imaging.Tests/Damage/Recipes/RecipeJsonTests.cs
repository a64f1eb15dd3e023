using CloudRestore.Imaging.Damage;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage.Recipes;

public class RecipeJsonTests
{
    private const string Unreadable = "The damage recipe cannot be read: ";

    [Theory]
    [InlineData("{", "it is no JSON, has a member twice or is nested too deep, in line 1.")]
    [InlineData("""{"name":"x","name":"y","steps":[]}""", "it is no JSON, has a member twice or is nested too deep, in line 1.")]
    [InlineData("null", "it is null.")]
    [InlineData("7", "the value at $ is of the wrong kind.")]
    [InlineData("""{"steps":[]}""", "there is no \"name\" at $.")]
    [InlineData("""{"name":"x","kind":"y","steps":[]}""", "there can be no \"kind\" at $: its members are name, targetShorterSide, judgedBy, steps.")]
    [InlineData("""{"name":"x","steps":[{"shorterSide":96}]}""", "the step at $.steps[0] must have a \"kind\": low-resolution, number-stamp, *")]
    [InlineData("""{"name":"x","steps":[{"kind":"greyscale"},{"kind":"rust"}]}""", "the step at $.steps[1] must have a \"kind\": *")]
    [InlineData("""{"name":"x","steps":[{"kind":"low-resolution","size":3}]}""", "there can be no \"size\" at $.steps[0]: its members are shorterSide, maxShorterSide.")]
    [InlineData("""{"name":"x","steps":[{"kind":"greyscale","size":3}]}""", "there can be no \"size\" at $.steps[0]: it has no members.")]
    [InlineData("""{"name":"x","steps":[{"kind":"one-of","options":[{},{"weigth":2}]}]}""", "there can be no \"weigth\" at $.steps[0].options[1]: its members are weight, steps.")]
    [InlineData("""{"name":"x","steps":[{"kind":"sometimes","steps":[{"kind":"rust"}]}]}""", "the step at $.steps[0].steps[0] must have a \"kind\": *")]
    [InlineData("""{"name":"x","steps":[{"kind":"low-resolution","shorterSide":"big"}]}""", "the value at $.steps[0].shorterSide is of the wrong kind.")]
    [InlineData("""{"name":"x","steps":[{"kind":"low-resolution","shorterSide":9.5}]}""", "the value at $.steps[0].shorterSide is of the wrong kind.")]
    [InlineData("""{"name":"x","steps":[{"kind":"gaussian-blur","profile":"box"}]}""", "the value at $.steps[0].profile is of the wrong kind.")]
    [InlineData("""{"name":"x","steps":[{"kind":"gaussian-blur","profile":1}]}""", "the value at $.steps[0].profile is of the wrong kind.")]
    public void What_is_no_recipe_is_refused_in_one_sentence(string json, string sentence) =>
        FluentActions.Invoking(() => DamageRecipe.FromJson(json)).Should().Throw<FormatException>().WithMessage(Unreadable + sentence);

    [Fact]
    public void Nesting_has_an_end()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"kind":"sometimes","steps":[""", 500)) + string.Concat(Enumerable.Repeat("]}", 500));
        FluentActions.Invoking(() => DamageRecipe.FromJson($$"""{"name":"x","steps":[{{nested}}]}""")).Should().Throw<FormatException>().WithMessage("*nested too deep*");
    }

    [Fact]
    public void The_kind_may_stand_anywhere() =>
        DamageRecipe.FromJson("""{"steps":[{"shorterSide":64,"kind":"low-resolution"}],"name":"x"}""").Steps.Should().Equal(new LowResolution { ShorterSide = 64 });

    [Fact]
    public void Any_text_is_a_recipe_or_refused_with_a_sentence()
    {
        var whole = DamageRecipe.Named("old-photo").ToJson();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Char[" {}[]\":,0x-"]).Sample((at, character) =>
        {
            try
            {
                DamageRecipe.FromJson(whole[..at] + character + whole[(at + 1)..]);
                return true;
            }
            catch (FormatException)
            {
                return true;
            }
        });
    }
}
