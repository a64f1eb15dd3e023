using CloudRestore.Core.Api;
using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Comparing;

public class ComparisonTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_are_evaluated_on_the_same_damaged_photographs_and_compared_with_the_first()
    {
        var body = await BodyAsync();
        app.Runner.Script($"{body.Id}.model-2", job => app.Runner.SucceedAsync(job, metrics: Scores(psnr: 26.5)));

        var accepted = await app.PostAsync("/api/models/compare", body);
        var comparison = await ComparisonAsync(body.Id!);

        ((int)accepted.StatusCode, accepted.Headers.Location!.AbsolutePath).Should().Be((202, $"/api/comparisons/{body.Id}"));
        comparison.Reason.Should().BeNull();
        (comparison.Status, comparison.Evaluated, comparison.Recipe, comparison.Seed).Should().Be((RunStatus.Succeeded, 2, "lesson7", 7UL));
        (comparison.Result!.Photographs, comparison.Result.LeftOut).Should().Be((2, 0));
        comparison.Result.Models.Select(model => (model.Model, model.Psnr)).Should().Equal((body.Models[0], 26), (body.Models[1], 26.5));
        comparison.Result.Models[1].Differences!["psnr"].Should().Be(new ScoreDifference(0.5, 0.5, 0.5));
        var jobs = app.Runner.TakenOf(body.Id!).Select(job => job.Training!).OrderBy(job => job.RunId, StringComparer.Ordinal).ToList();
        jobs.Select(job => job.Inputs["generator"]).Should().Equal(body.Models.Select(model => new BlobAddress(Containers.Models, $"{model}/")));
        jobs.Should().OnlyContain(job => job.ScoresOnly && job.HeldOut == jobs[0].HeldOut && job.Recipe == "lesson7");
        (await app.GetAsync<Page<TrainingRun>>("/api/training-runs?top=200")).Items.Should().NotContain(run => run.Request.Id.StartsWith(body.Id!), "a comparison is no training run");
    }

    [Fact]
    public async Task The_same_comparison_twice_is_one_and_another_under_its_id_is_refused()
    {
        var body = await BodyAsync();
        var twice = await Task.WhenAll(
            app.SendAsync(HttpMethod.Post, "/api/models/compare", body, (IdempotentPosts.Header, body.Id!)),
            app.SendAsync(HttpMethod.Post, "/api/models/compare", body, (IdempotentPosts.Header, body.Id!)));
        var again = await app.PostAsync("/api/models/compare", body);
        var other = await app.PostAsync("/api/models/compare", body with { Seed = 8 });

        twice.Should().OnlyContain(answer => answer.IsSuccessStatusCode);
        ((int)again.StatusCode).Should().Be(200);
        (await FunctionApp.ProblemAsync(other)).Should().Be((409, $"The comparison '{body.Id}' exists and was asked for something else: choose another id."));
        (await ComparisonAsync(body.Id!)).Status.Should().Be(RunStatus.Succeeded);
        app.Runner.TakenOf(body.Id!).Should().HaveCount(2);
        (await FunctionApp.ProblemAsync(await app.PostAsync($"/api/comparisons/{body.Id}/cancel"))).Should().Be((409, $"The comparison '{body.Id}' has ended already."));
    }

    [Fact]
    public async Task A_comparison_that_is_cancelled_ends_its_evaluations()
    {
        var body = await BodyAsync();
        app.Runner.Script($"{body.Id}.model-1", app.Runner.WorkUntilCancelledAsync);
        await app.PostAsync("/api/models/compare", body);
        await app.PollAsync<Comparison>($"/api/comparisons/{body.Id}", found => found.Evaluated == 1);

        await app.PostAsync($"/api/comparisons/{body.Id}/cancel");
        var comparison = await ComparisonAsync(body.Id!);
        var again = await app.PostAsync($"/api/comparisons/{body.Id}/cancel");

        (comparison.Status, comparison.Reason, comparison.Result).Should().Be((RunStatus.Cancelled, "The comparison was cancelled.", null));
        comparison.Evaluated.Should().Be(1, "the last state tells how far it came");
        ((int)again.StatusCode).Should().Be(202);
    }

    [Fact]
    public async Task An_evaluation_that_fails_fails_the_comparison_with_its_reason()
    {
        var body = await BodyAsync();
        app.Runner.Script($"{body.Id}.model-2", job => app.Runner.FailAsync(job, "The GPU has only 4 GB."));
        await app.PostAsync("/api/models/compare", body);

        var comparison = await ComparisonAsync(body.Id!);

        (comparison.Status, comparison.Evaluated).Should().Be((RunStatus.Failed, 1));
        comparison.Reason.Should().Be($"The evaluation of the model '{body.Models[1]}' failed: The GPU has only 4 GB.");
    }

    [Fact]
    public async Task A_model_of_which_it_is_not_known_what_it_was_trained_on_is_not_compared()
    {
        var body = await BodyAsync();
        body = body with { Models = [body.Models[0], FunctionApp.Model] };
        await app.PostAsync("/api/models/compare", body);

        var comparison = await ComparisonAsync(body.Id!);

        (comparison.Status, comparison.Evaluated, comparison.Result).Should().Be((RunStatus.Failed, 2, null));
        comparison.Reason.Should().StartWith($"0 of 2 held-out photographs can compare these models and 2 are needed (it is not known what {FunctionApp.Model} was trained on)");
    }

    [Theory]
    [InlineData("""{"models": ["model-1"], "dataset": "x"}""", 400, "\"models\" must name 2 to 4 models, by version or as champion or candidate.")]
    [InlineData("""{"models": ["model-1", ""], "dataset": "x"}""", 400, "\"models\" must name 2 to 4 models, by version or as champion or candidate.")]
    [InlineData("""{"models": ["model-1", "model-1"], "dataset": "x"}""", 400, "\"models\" names a model twice (model-1, model-1): a model is not compared with itself.")]
    [InlineData("""{"models": ["model-1", "nobody"], "dataset": "x"}""", 404, "There is no model 'nobody': GET /api/models names those that can be used.")]
    [InlineData("""{"models": ["model-1", "nobody"]}""", 400, null)]
    public async Task What_cannot_be_compared_is_refused_with_one_sentence(string json, int status, string? sentence)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        var problem = await FunctionApp.ProblemAsync(await app.Http.PostAsync("/api/models/compare", body, Token));

        problem.Status.Should().Be(status);
        if (sentence is not null)
            problem.Sentence.Should().Be(sentence);
    }

    [Fact]
    public async Task A_dataset_without_photographs_or_a_recipe_that_nobody_knows_is_refused()
    {
        var body = await BodyAsync();

        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/models/compare", body with { Dataset = "nothing-here" }))).Should().Match<(int Status, string Sentence)>(
            problem => problem.Status == 404 && problem.Sentence.StartsWith("The dataset 'nothing-here' holds no files"));
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/models/compare", body with { Recipe = "moths" }))).Should().Match<(int Status, string Sentence)>(
            problem => problem.Status == 400 && problem.Sentence.StartsWith("There is no damage recipe 'moths'"));
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync("/api/comparisons/nobody", Token))).Should().Be((404, "There is no comparison 'nobody'."));
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/comparisons/nobody/cancel"))).Status.Should().Be(404);
    }

    /// <summary>Two models that were trained on something else, and a dataset of which two photographs are held out.</summary>
    private async Task<StartComparison> BodyAsync() => new(
        [await app.TrainedModelAsync(), await app.TrainedModelAsync()], await app.DatasetAsync(4), "lesson7", 7, FunctionApp.NewId("comparison"));

    private Task<Comparison> ComparisonAsync(string id) => app.PollAsync<Comparison>($"/api/comparisons/{id}", found => found.FinishedAt is not null);

    private static Dictionary<string, double> Scores(double psnr) => new() { ["psnrDamaged"] = 25, ["psnrRestored"] = psnr, ["ssimDamaged"] = 0.7, ["ssimRestored"] = 0.75 };
}
