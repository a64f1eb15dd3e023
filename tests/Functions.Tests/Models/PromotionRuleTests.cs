using CloudRestore.Core.Runs;
using CloudRestore.Functions.Models;

namespace CloudRestore.Functions.Tests.Models;

public class PromotionRuleTests
{
    [Theory]
    [InlineData(26, 0.8, true)]
    [InlineData(26.5, 0.85, true)]
    [InlineData(25.96, 0.7985, true)]
    [InlineData(25.94, 0.9, false)]
    [InlineData(30, 0.7975, false)]
    [InlineData(double.NaN, 0.9, false)]
    [InlineData(30, double.NaN, false)]
    public void A_model_is_promoted_if_neither_score_is_worse_than_the_champions_by_more_than_noise(double psnr, double ssim, bool promoted) =>
        Decide(Scores(psnr, ssim, "Champion", 26, 0.8), "old").Promote.Should().Be(promoted);

    [Theory]
    [InlineData(25, 0.7, true)]
    [InlineData(24, 0.7, false)]
    public void The_first_model_must_not_be_worse_than_leaving_the_photographs_damaged(double psnr, double ssim, bool promoted) =>
        Decide(Scores(psnr, ssim, "Damaged", 25, 0.7), null).Promote.Should().Be(promoted);

    [Fact]
    public void Scores_that_are_missing_never_promote() => Decide(new Dictionary<string, double>(), null).Promote.Should().BeFalse();

    [Fact]
    public void A_model_is_not_promoted_over_a_champion_that_was_not_scored() =>
        Decide(Scores(30, 0.9, "Damaged", 25, 0.7), "old").Promote.Should().BeFalse();

    [Fact]
    public void The_reason_gives_the_numbers() =>
        Decide(Scores(25.5, 0.81, "Champion", 26, 0.8), "old").Reason.Should().Be(
            "Worse than the champion old: 25.50 dB and SSIM 0.8100 against 26.00 dB and 0.8000 on the held-out photographs.");

    [Theory]
    [InlineData(PromotionPolicy.Always, true)]
    [InlineData(PromotionPolicy.Never, false)]
    public void A_policy_overrides_the_scores(PromotionPolicy policy, bool promoted)
    {
        PromotionRule.Decide(policy, Scores(10, 0.1, "Champion", 26, 0.8), "old").Promote.Should().Be(promoted);
        PromotionRule.Decide(policy, Scores(40, 0.9, "Champion", 26, 0.8), "old").Promote.Should().Be(promoted);
    }

    private static PromotionVerdict Decide(IReadOnlyDictionary<string, double> metrics, string? champion) =>
        PromotionRule.Decide(PromotionPolicy.IfNotWorse, metrics, champion);

    private static Dictionary<string, double> Scores(double psnr, double ssim, string against, double otherPsnr, double otherSsim) => new()
    {
        ["psnrRestored"] = psnr,
        ["ssimRestored"] = ssim,
        [$"psnr{against}"] = otherPsnr,
        [$"ssim{against}"] = otherSsim,
    };
}
