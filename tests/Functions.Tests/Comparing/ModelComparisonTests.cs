using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Comparing;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;

namespace CloudRestore.Functions.Tests.Comparing;

public class ModelComparisonTests
{
    private static readonly PromotionOptions Options = new() { Resamples = 1000 };
    private static readonly TrainingSet Nothing = new(new HashSet<string>());

    [Fact]
    public void Each_model_has_its_means_and_the_others_their_difference_from_the_first()
    {
        var result = Compare(4, Model("a", Nothing, i => Score(26 + i, 0.8)), Model("b", Nothing, i => Score(27 + i, 0.79) with { Sharpness = 0.5 }), Model("c", Nothing, i => Score(20 + (i * i), 0.8)));

        (result.Photographs, result.LeftOut, result.Confidence, result.PsnrDamaged, result.SsimDamaged).Should().Be((4, 0, 0.95, 25, 0.7));
        result.Models.Select(model => (model.Model, model.Psnr)).Should().Equal(("a", 27.5), ("b", 28.5), ("c", 23.5));
        result.Models[0].Differences.Should().BeNull();
        result.Models[1].Sharpness.Should().Be(0.5);
        result.Models[1].Differences!.Keys.Should().BeEquivalentTo(["psnr", "ssim"], "the first has no sharpness to be compared with");
        result.Models[1].Differences!["psnr"].Should().Be(new ScoreDifference(1, 1, 1));
        result.Models[1].Differences!["ssim"].Mean.Should().BeApproximately(-0.01, 1e-9);
        var third = result.Models[2].Differences!["psnr"];
        third.Mean.Should().Be(-4);
        (third.Low, third.High).Should().Match<(double Low, double High)>(ends => ends.Low < -4 && ends.High > -4);
    }

    [Fact]
    public void What_is_left_of_stamps_is_the_share_of_the_error_that_they_make()
    {
        var result = Compare(4, Stamped("a", 300), Stamped("b", 100));

        result.Models.Select(model => model.Residue).Should().Equal(0.3, 0.1);
        result.Models[1].Differences!["residue"].Mean.Should().BeApproximately(0.2, 1e-9);

        static ComparedModel Stamped(string version, double left) => Model(version, Nothing, i => i < 2 ? Score(26, 0.8) with { Residue = new(left, 1000) } : Score(26, 0.8));
    }

    [Fact]
    public void Photographs_that_one_of_them_was_trained_on_are_left_out_for_all()
    {
        var result = Compare(5, Model("a", Nothing, i => Score(i, 0.8)), Model("b", Of(0), i => Score(i, 0.8)), Model("c", Of(3), i => Score(i, 0.8)));

        (result.Photographs, result.LeftOut).Should().Be((3, 2));
        result.Models.Should().OnlyContain(model => model.Psnr == (1 + 2 + 4) / 3.0);
    }

    [Fact]
    public void A_photograph_that_one_of_them_was_not_scored_on_is_left_out() =>
        Compare(4, Model("a", Nothing, i => Score(i, 0.8)), Model("b", Nothing, i => i == 2 ? null : Score(i, 0.8))).LeftOut.Should().Be(1);

    [Fact]
    public void A_model_of_which_it_is_not_known_what_it_was_trained_on_cannot_be_compared() => Refusal(
        Model("a", Nothing, i => Score(i, 0.8)), Model("b", TrainingSet.Unknown, i => Score(i, 0.8))).Should().Be(
            "0 of 4 held-out photographs can compare these models and 2 are needed (it is not known what b was trained on): name a dataset that none of them was trained on.");

    [Fact]
    public void One_photograph_compares_nothing() => Refusal(
        Model("a", Of(0, 1), i => Score(i, 0.8)), Model("b", Of(2), i => Score(i, 0.8))).Should().StartWith(
            "1 of 4 held-out photographs can compare these models and 2 are needed (a model or a parent was trained on the others, or they were not scored)");

    private static string Refusal(params ComparedModel[] models)
    {
        var compare = () => Compare(4, models);
        return compare.Should().Throw<PermanentFailureException>().Which.Message;
    }

    private static ComparisonResult Compare(int photographs, params ComparedModel[] models)
    {
        var heldOut = Enumerable.Range(0, photographs).Select(i => new DatasetPhotograph($"{i}.jpg", Hash(i), 64, 64, DatasetPhotograph.HeldOut));
        var trained = new DatasetPhotograph("trained.jpg", Hash(9), 64, 64, DatasetPhotograph.Train);
        return ModelComparison.Of(models, new DatasetManifest { Dataset = "pets", Photographs = [.. heldOut, trained] }, Options);
    }

    private static ComparedModel Model(string version, TrainingSet training, Func<int, PhotographScore?> score)
    {
        var photographs = Enumerable.Range(0, 9).Where(i => score(i) is not null).Select(i => new EvaluatedPhotograph(
            $"{i}.jpg", new Dictionary<string, PhotographScore> { [EvaluationDocument.Candidate] = score(i)! }));
        return new ComparedModel(version, new EvaluationDocument([.. photographs]), training);
    }

    private static PhotographScore Score(double psnr, double ssim) => new(25, psnr, 0.7, ssim);

    private static TrainingSet Of(params int[] photographs) => new(photographs.Select(Hash).ToHashSet());

    private static string Hash(int photograph) => new((char)('0' + photograph), 64);
}
