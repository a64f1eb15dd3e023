using CloudRestore.Core.Runs;
using CloudRestore.Functions.Promoting;

namespace CloudRestore.Functions.Tests.Promoting;

public class PromotionEvidenceTests
{
    private static readonly string Low = "00" + new string('a', 62);
    private static readonly string High = "ff" + new string('a', 62);
    private static readonly string Trained = "80" + new string('a', 62);

    private static readonly DatasetManifest Manifest = new()
    {
        Dataset = "pets",
        Photographs = [Photograph("low.jpg", Low, DatasetPhotograph.HeldOut), Photograph("high.jpg", High, DatasetPhotograph.HeldOut), Photograph("trained.jpg", Trained, DatasetPhotograph.Train)],
    };

    [Fact]
    public void Held_out_photographs_judge_that_neither_model_was_trained_on() =>
        Judges(Of(Trained), Of(High)).Should().Equal("low.jpg");

    [Fact]
    public void Without_a_champion_only_the_model_itself_counts() => Judges(Of(Trained), null).Should().Equal("low.jpg", "high.jpg");

    [Fact]
    public void A_photograph_that_a_parent_was_trained_on_does_not_judge() =>
        Judges(Of(Trained).With(Of(Low)), Of()).Should().Equal("high.jpg");

    [Fact]
    public void A_champion_that_spared_the_tenth_is_judged_by_the_tenth() => Judges(Of(Trained), TrainingSet.SparesTheTenth).Should().Equal("low.jpg");

    [Fact]
    public void A_champion_of_unknown_training_is_judged_by_nothing()
    {
        Judges(Of(Trained), TrainingSet.Unknown).Should().BeEmpty();
        Judges(Of(Trained), Of().With(TrainingSet.Unknown)).Should().BeEmpty();
    }

    [Fact]
    public void A_photograph_that_the_run_does_not_know_as_held_out_does_not_judge()
    {
        var evaluation = new EvaluationDocument([Scored("low.jpg"), Scored("trained.jpg"), Scored("stranger.jpg")]);
        var evidence = PromotionEvidence.Of(evaluation, Manifest, null, Of(), null);

        (evidence.Judges.Select(photograph => photograph.Name).Single(), evidence.HeldOut).Should().Be(("low.jpg", 3));
    }

    private static IEnumerable<string> Judges(TrainingSet own, TrainingSet? champion)
    {
        var evaluation = new EvaluationDocument([Scored("low.jpg"), Scored("high.jpg")]);
        return PromotionEvidence.Of(evaluation, Manifest, champion is null ? null : "old", own, champion).Judges.Select(photograph => photograph.Name);
    }

    private static TrainingSet Of(params string[] hashes) => new(hashes.ToHashSet());

    private static EvaluatedPhotograph Scored(string name) => new(name, new Dictionary<string, PhotographScore>());

    private static DatasetPhotograph Photograph(string name, string hash, string split) => new(name, hash, 64, 64, split);
}
