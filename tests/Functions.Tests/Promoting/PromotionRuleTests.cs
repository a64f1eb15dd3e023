using System.Text.Json;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Functions.Promoting;
using CloudRestore.Imaging.Quality;
using CsCheck;

namespace CloudRestore.Functions.Tests.Promoting;

public class PromotionRuleTests
{
    private static readonly PromotionOptions Options = new() { Resamples = 1000 };

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0.5, 0.05, true)]
    [InlineData(-0.09, -0.004, true)]
    [InlineData(-0.11, 0.1, false)]
    [InlineData(4, -0.006, false)]
    [InlineData(double.NaN, 0.1, false)]
    [InlineData(4, double.NaN, false)]
    public void A_model_is_promoted_if_neither_score_is_worse_than_the_champions_by_more_than_the_tolerance(double psnr, double ssim, bool promoted) =>
        Decide(Photographs(10, _ => (Score(26 + psnr, 0.8 + ssim), Score(26, 0.8)))).Promoted.Should().Be(promoted);

    [Fact]
    public void A_sharper_model_is_not_lost_by_a_hair_and_a_blurrier_one_is_not_promoted_for_one()
    {
        var (sharp, soft) = (Score(26, 0.8) with { Sharpness = 0.9 }, Score(26.08, 0.803) with { Sharpness = 0.4 });

        Decide(Photographs(8, _ => (sharp, soft))).Promoted.Should().BeTrue();
        Decide(Photographs(8, _ => (soft, sharp))).Promoted.Should().BeFalse();
    }

    [Fact]
    public void Detail_that_is_exaggerated_is_no_better_than_detail_that_is_missing() =>
        Decide(Photographs(8, _ => (Score(26, 0.8) with { Sharpness = 1.3 }, Score(26, 0.8) with { Sharpness = 0.9 }))).Promoted.Should().BeFalse();

    [Fact]
    public void A_less_blurred_model_is_not_refused_for_scores_within_the_tolerance() =>
        Decide(Photographs(8, _ => (Score(25.92, 0.797) with { Sharpness = 1.02 }, Score(26, 0.8) with { Sharpness = 0.7 }))).Promoted.Should().BeTrue();

    [Theory]
    [InlineData(100, true)]
    [InlineData(148, true)]
    [InlineData(152, false)]
    [InlineData(0, true)]
    [InlineData(double.NaN, false)]
    public void A_model_that_leaves_more_of_the_stamps_is_not_promoted_even_where_its_scores_are_equal(double left, bool promoted)
    {
        var decision = Decide(Photographs(8, _ => (Score(26, 0.8) with { Residue = new(left, 1000) }, Score(26, 0.8) with { Residue = new(100, 1000) })));

        decision.Promoted.Should().Be(promoted);
        if (!double.IsNaN(left))
            decision.Deltas["residue"].Mean.Should().BeApproximately((100 - left) / 1000, 1e-9);
    }

    [Fact]
    public void A_faint_stamp_counts_for_little_and_a_photograph_without_one_for_nothing()
    {
        var decision = Decide(Photographs(8, i => i switch
        {
            0 => (Score(26, 0.8) with { Residue = new(100, 100) }, Score(26, 0.8) with { Residue = new(0, 100) }),
            < 4 => (Score(26, 0.8) with { Residue = new(0, 3300) }, Score(26, 0.8) with { Residue = new(0, 3300) }),
            _ => (Score(26, 0.8), Score(26, 0.8)),
        }));

        decision.Deltas["residue"].Mean.Should().BeApproximately(-100.0 / 10_000, 1e-9);
        decision.Promoted.Should().BeTrue();
    }

    [Fact]
    public void The_first_model_must_not_stamp_the_photographs_again() =>
        Decide(Photographs(3, _ => (Score(26, 0.8) with { Residue = new(1100, 1000) }, null))).Should().Match<PromotionDecision>(decision =>
            !decision.Promoted && decision.Reason.EndsWith("residue of stamps -0.100."));

    [Fact]
    public void An_evaluation_of_an_earlier_release_says_nothing_about_stamps()
    {
        var evaluation = JsonSerializer.Deserialize<EvaluationDocument>(
            """{"photographs": [{"name": "a.jpg", "scores": {"candidate": {"psnrDamaged": 25, "psnrRestored": 26, "ssimDamaged": 0.7, "ssimRestored": 0.8, "sharpness": 0.9}}}]}""",
            CoreJson.Options)!;
        var judges = Enumerable.Repeat(evaluation.Photographs[0], 2).ToList();

        PromotionRule.Decide(PromotionPolicy.IfNotWorse, new PromotionEvidence(null, judges, 2, true), Options).Deltas.Keys.Should().BeEquivalentTo("psnr", "ssim");
    }

    [Fact]
    public void What_the_runner_writes_of_a_stamp_is_read() =>
        JsonSerializer.Deserialize<EvaluationDocument>(
            """{"photographs": [{"name": "a", "scores": {"candidate": {"psnrDamaged": 25, "psnrRestored": 26, "ssimDamaged": 0.7, "ssimRestored": 0.8, "residue": {"restored": -3.5, "damaged": 700, "share": 0}}}}]}""",
            CoreJson.Options)!.Photographs[0].Scores["candidate"].Residue.Should().Be(new StampResidue(-3.5, 700));

    [Fact]
    public void A_model_whose_mean_is_as_good_is_not_promoted_while_chance_may_hide_that_it_is_worse() =>
        Decide(Photographs(6, i => (Score(26 + (i % 2 == 0 ? 3 : -3), 0.8), Score(26, 0.8)))).Promoted.Should().BeFalse();

    [Fact]
    public void A_model_is_not_worse_than_itself() => Gen.Select(Gen.Double[10, 50], Gen.Double[0, 1], Gen.Double[0, 2]).Array[5, 20].Sample(scores =>
        Decide(Photographs(scores.Length, i => (Of(scores[i]), Of(scores[i])))).Promoted.Should().BeTrue());

    [Fact]
    public void A_model_that_is_better_on_every_photograph_is_promoted_and_the_other_way_round_it_is_not() =>
        Gen.Double[0.2, 5].Array[5, 20].Sample(gains =>
        {
            Decide(Photographs(gains.Length, i => (Score(26 + gains[i], 0.8), Score(26, 0.8)))).Promoted.Should().BeTrue();
            Decide(Photographs(gains.Length, i => (Score(26, 0.8), Score(26 + gains[i], 0.8)))).Promoted.Should().BeFalse();
        });

    [Theory]
    [InlineData(25, 0.7, true)]
    [InlineData(24, 0.7, false)]
    public void The_first_model_must_not_be_worse_than_leaving_the_photographs_damaged(double psnr, double ssim, bool promoted) =>
        Decide(Photographs(2, _ => (Score(psnr, ssim), null))).Promoted.Should().Be(promoted);

    [Fact]
    public void Too_few_photographs_promote_nothing_and_the_reason_says_why()
    {
        var decision = Decide(Photographs(4, _ => (Score(30, 0.9), Score(26, 0.8))) with { HeldOut = 9 });

        (decision.Promoted, decision.Photographs, decision.LeftOut).Should().Be((false, 4, 5));
        decision.Reason.Should().StartWith("Not promoted: 4 of 9 held-out photographs can judge it and 5 are needed (old, the model or a parent was trained on the others");
    }

    [Fact]
    public void A_champion_whose_photographs_are_unknown_keeps_its_place_and_the_reason_says_why() =>
        Decide(Photographs(0, _ => default) with { Champion = "old", HeldOut = 9, IsChampionKnown = false }).Reason.Should().Contain("it is not known what old was trained on");

    [Fact]
    public void A_photograph_on_which_the_champion_was_not_scored_does_not_judge() =>
        Decide(Photographs(10, i => (Score(30, 0.9), i < 6 ? Score(26, 0.8) : null))).Photographs.Should().Be(6);

    [Fact]
    public void Without_scores_nothing_is_promoted() =>
        PromotionRule.Decide(PromotionPolicy.IfNotWorse, null, Options).Reason.Should().Be("Not promoted: the evaluation left no scores of single photographs.");

    [Fact]
    public void The_reason_gives_the_numbers()
    {
        Decide(Photographs(5, _ => (Score(25.5, 0.81), Score(26, 0.8)))).Reason.Should().Be(
            "Worse, or not surely no worse, than the champion old on 5 photographs that neither was trained on: " +
            "PSNR -0.50 dB (at least -0.50, -0.10 allowed), SSIM +0.0100 (at least +0.0100, -0.0050 allowed).");
        Decide(Photographs(2, _ => (Score(26, 0.75), null))).Reason.Should().Be("Not worse than leaving 2 held-out photographs damaged: PSNR +1.00 dB, SSIM +0.0500.");
    }

    [Theory]
    [InlineData(PromotionPolicy.Always, true)]
    [InlineData(PromotionPolicy.Never, false)]
    public void A_policy_overrides_the_scores_and_the_numbers_are_kept_all_the_same(PromotionPolicy policy, bool promoted)
    {
        var better = PromotionRule.Decide(policy, Photographs(5, _ => (Score(40, 0.9), Score(26, 0.8))), Options);
        var worse = PromotionRule.Decide(policy, Photographs(5, _ => (Score(10, 0.1), Score(26, 0.8))), Options);

        (better.Promoted, worse.Promoted).Should().Be((promoted, promoted));
        (better.Deltas["psnr"].NotWorse, worse.Deltas["psnr"].NotWorse).Should().Be((true, false));
        worse.Deltas["psnr"].Mean.Should().BeApproximately(-16, 1e-9);
    }

    private static PromotionDecision Decide(PromotionEvidence evidence) => PromotionRule.Decide(PromotionPolicy.IfNotWorse, evidence, Options);

    private static PhotographScore Score(double psnr, double ssim) => new(25, psnr, 0.7, ssim);

    private static PhotographScore Of((double Psnr, double Ssim, double Sharpness) score) => Score(score.Psnr, score.Ssim) with { Sharpness = score.Sharpness };

    private static PromotionEvidence Photographs(int count, Func<int, (PhotographScore? Own, PhotographScore? Champion)> score)
    {
        var judges = Enumerable.Range(0, count).Select(i =>
        {
            var (own, champion) = score(i);
            var scores = new Dictionary<string, PhotographScore> { [EvaluationDocument.Candidate] = own! };
            if (champion is not null)
                scores[EvaluationDocument.Champion] = champion;
            return new EvaluatedPhotograph($"{i}.jpg", scores);
        }).ToList();
        var isCompared = judges.Any(photograph => photograph.Scores.ContainsKey(EvaluationDocument.Champion));
        return new PromotionEvidence(isCompared ? "old" : null, judges, count, IsChampionKnown: true);
    }
}
