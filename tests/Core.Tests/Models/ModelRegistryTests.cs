using CloudRestore.Core.Models;
using CsCheck;

namespace CloudRestore.Core.Tests.Models;

public class ModelRegistryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void However_models_are_promoted_and_rolled_back_the_history_is_one_chain_and_rollbacks_undo_promotions() =>
        Gen.Int[-1, 4].Array[0, 40].Sample(steps =>
        {
            var registry = new ModelRegistry();
            var undo = new Stack<string>();
            foreach (var step in steps)
            {
                if (step < 0)
                {
                    var before = registry.BeforeChampion();
                    before.Should().Be(undo.Skip(1).FirstOrDefault());
                    if (before is null)
                        continue;
                    undo.Pop();
                    registry = registry.With(new Promotion(before, null, "", Start, Rollback: true));
                }
                else if (registry.Champion != $"m{step}")
                {
                    undo.Push($"m{step}");
                    registry = registry.With(new Promotion($"m{step}", null, "", Start));
                }

                registry.Champion.Should().Be(undo.FirstOrDefault());
            }

            registry.History.Select(change => change.Previous).Should().Equal(registry.History.Select(change => change.Model).Prepend(null).SkipLast(1));
        });

    [Fact]
    public void A_champion_set_without_history_can_be_returned_to()
    {
        var registry = new ModelRegistry { Champion = "a" }.With(new Promotion("b", null, "", Start));

        registry.BeforeChampion().Should().Be("a");
        new ModelRegistry { Champion = "a" }.BeforeChampion().Should().BeNull();
    }

    [Fact]
    public void The_champion_is_not_promoted_again_and_a_request_changes_it_once()
    {
        var registry = new ModelRegistry().With(new Promotion("a", null, "", Start, RequestId: "1"));
        var later = registry.With(new Promotion("b", null, "", Start, RequestId: "2"));

        registry.With(new Promotion("a", null, "", Start)).Should().BeSameAs(registry);
        later.With(new Promotion("a", null, "", Start, RequestId: "1")).Should().BeSameAs(later);
    }

    [Fact]
    public void The_history_tells_when_a_model_was_champion()
    {
        var registry = new ModelRegistry();
        foreach (var (model, day) in new[] { ("a", 1), ("b", 2), ("a", 5) })
            registry = registry.With(new Promotion(model, null, "", Start.AddDays(day)));

        registry.ReignsOf("a").Should().Equal(new Reign(Start.AddDays(1), Start.AddDays(2)), new Reign(Start.AddDays(5)));
        registry.ReignsOf("b").Should().Equal(new Reign(Start.AddDays(2), Start.AddDays(5)));
        registry.ReignsOf("c").Should().BeEmpty();
    }
}
