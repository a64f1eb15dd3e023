using CloudRestore.Core.Api;
using CloudRestore.Core.Models;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Restorations;

[Collection(ChampionTests.Name)]
public class ModelChoiceTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alias_stands_for_the_model_that_it_names_when_the_restoration_is_accepted()
    {
        await app.AddModelAsync("the-candidate");
        await app.Storage.Blob(Containers.Models, ModelBlobs.Registry).WriteJsonAsync(new ModelRegistry { Champion = FunctionApp.Model, Candidate = "the-candidate" }, Token);
        var id = FunctionApp.NewId("alias");
        await app.UploadAsync($"{id}.jpg", Photographs.Jpeg(2));
        var body = new StartRestoration([$"{id}.jpg"], id, "candidate");

        var restoration = await FunctionApp.ReadAsync<Restoration>(await app.PostAsync("/api/restorations", body));
        await app.Storage.Blob(Containers.Models, ModelBlobs.Registry).WriteJsonAsync(new ModelRegistry { Champion = FunctionApp.Model, Candidate = FunctionApp.Model }, Token);
        var again = await FunctionApp.ReadAsync<Restoration>(await app.PostAsync("/api/restorations", body));

        (restoration.Model, again.Model).Should().Be(("the-candidate", "the-candidate"));
    }

    [Fact]
    public async Task An_alias_that_names_no_model_is_refused()
    {
        await app.SetChampionAsync(null);
        await app.UploadAsync("no-candidate.jpg", Photographs.Jpeg(2));

        var answer = await app.PostAsync("/api/restorations", new StartRestoration(["no-candidate.jpg"], null, "candidate"));

        (await FunctionApp.ProblemAsync(answer)).Should().Be((409, "No model is candidate yet: train one, or name one with PUT /api/models/aliases/candidate."));
    }
}
