using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Comparing;

[Collection(ChampionTests.Name)]
public class ComparedAliasTests(FunctionApp app)
{
    [Fact]
    public async Task An_alias_stands_for_the_model_that_it_named_when_the_comparison_was_accepted()
    {
        var champion = await app.TrainedChampionAsync();
        var body = new StartComparison(["champion", await app.TrainedModelAsync()], await app.DatasetAsync(4), Id: FunctionApp.NewId("comparison"));
        await app.PostAsync("/api/models/compare", body);
        await app.TrainedChampionAsync();

        var again = await app.PostAsync("/api/models/compare", body);
        var comparison = await app.PollAsync<Comparison>($"/api/comparisons/{body.Id}", found => found.FinishedAt is not null);

        ((int)again.StatusCode).Should().Be(200);
        (comparison.Status, comparison.Models[0], comparison.Recipe).Should().Be((RunStatus.Succeeded, champion, "restore"));
        comparison.Result!.Models[0].Model.Should().Be(champion);
    }

    [Fact]
    public async Task An_alias_that_names_no_model_is_refused()
    {
        await app.SetChampionAsync(null);

        var refused = await app.PostAsync("/api/models/compare", new StartComparison(["champion", FunctionApp.Model], "x"));

        (await FunctionApp.ProblemAsync(refused)).Should().Be((409, "No model is champion yet: train one, or name one with PUT /api/models/aliases/champion."));
    }
}
