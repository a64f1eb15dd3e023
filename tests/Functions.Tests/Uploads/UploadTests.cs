using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;

namespace CloudRestore.Functions.Tests.Uploads;

[Collection(ChampionTests.Name)]
public class UploadTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("Ferien 2024/Äpfel & Birnen.jpg")]
    public async Task An_upload_is_restored_once_with_the_champion_and_the_size_of_its_metadata(string file)
    {
        await app.SetChampionAsync("champion-1");
        var name = $"{FunctionApp.NewId("up")}/{file}";

        var etag = await app.UploadAsync(name, Photographs.Jpeg(1), new() { ["Size"] = "256" });
        var id = UploadKey.RestorationId(name, etag);
        var restoration = await app.RestorationAsync(id);

        restoration.Status.Should().Be(RunStatus.Succeeded);
        (restoration.Model, restoration.Size).Should().Be(("champion-1", new OutputSize(256)));
        (await app.Storage.Blob(Containers.Restored, name).ExistsAsync(Token)).Value.Should().BeTrue();
        var job = app.Runner.TakenOf(id).Should().ContainSingle().Subject.Restoration!;
        (job.SourceETag, job.Model, job.Target.Path).Should().Be((etag, "champion-1", name));
    }

    [Fact]
    public async Task An_upload_that_is_replaced_is_restored_again_with_the_champion_of_that_time()
    {
        await app.SetChampionAsync("champion-1");
        var name = FunctionApp.NewId("up") + ".jpg";
        var first = await app.RestorationAsync(UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1))));
        await app.SetChampionAsync("champion-2");

        await app.Storage.Blob(Containers.Uploads, name).DeleteAsync(cancellationToken: Token);
        var second = await app.RestorationAsync(UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(2))));

        (first.Model, second.Model, second.Status).Should().Be(("champion-1", "champion-2", RunStatus.Succeeded));
        (await app.Storage.Blob(Containers.Restored, name).DownloadContentAsync(Token)).Value.Content.ToArray().Should().Equal(Photographs.Jpeg(2));
    }

    [Fact]
    public async Task A_later_promotion_restores_nothing_again()
    {
        await app.SetChampionAsync("champion-1");
        var name = FunctionApp.NewId("up") + ".jpg";
        var id = UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1)));
        await app.RestorationAsync(id);

        await app.SetChampionAsync("champion-2");
        await Task.Delay(1000, Token);

        app.Runner.TakenOf(id).Should().ContainSingle();
        (await app.RestorationAsync(id)).Model.Should().Be("champion-1");
    }

    [Theory]
    [InlineData("12", "The size 12 is out of range: the shorter side must have 16 to 10000 pixels. Correct the upload's metadata and upload it again.")]
    [InlineData("big", "The size 'big' is not a whole number of pixels. Correct the upload's metadata and upload it again.")]
    public async Task An_upload_with_a_wrong_size_gets_an_error_document(string size, string reason)
    {
        await app.SetChampionAsync("champion-1");
        var name = FunctionApp.NewId("up") + ".jpg";

        await app.UploadAsync(name, Photographs.Jpeg(1), new() { ["size"] = size });

        (await app.ErrorAsync(name)).Reason.Should().Be(reason);
    }

    [Fact]
    public async Task An_upload_before_the_first_model_gets_one_error_document_that_says_what_to_do()
    {
        await app.SetChampionAsync(null);
        var name = FunctionApp.NewId("up") + ".jpg";
        var etag = await app.UploadAsync(name, Photographs.Jpeg(1));

        var error = await app.ErrorAsync(name);
        await Task.Delay(1000, Token);

        (error.Name, error.SourceETag, error.Job).Should().Be((name, etag, null));
        error.Reason.Should().Be("There is no champion model yet: train one (cloudrestore train, or POST /api/training-runs), then send the photograph again.");
        (await app.ErrorAsync(name)).Should().Be(error, "it is not tried again and again");
        (await app.Storage.Queue("webjobs-blobtrigger-poison").ExistsAsync(Token)).Value.Should().BeFalse();
    }

    [Fact]
    public async Task A_photograph_that_was_refused_before_the_first_model_is_restored_when_it_is_sent_again()
    {
        await app.SetChampionAsync(null);
        var name = FunctionApp.NewId("up") + ".jpg";
        await app.UploadAsync(name, Photographs.Jpeg(1));
        await app.ErrorAsync(name);
        await app.SetChampionAsync("champion-1");

        await app.Storage.Blob(Containers.Uploads, name).DeleteAsync(cancellationToken: Token);
        var restoration = await app.RestorationAsync(UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1))));

        restoration.Status.Should().Be(RunStatus.Succeeded);
    }

    [Fact]
    public async Task An_upload_whose_name_cannot_be_used_gets_an_error_document_under_a_safe_one()
    {
        await app.SetChampionAsync("champion-1");
        var name = FunctionApp.NewId("up") + "..";

        await app.UploadAsync(name, Photographs.Jpeg(1));

        (await app.ErrorAsync(name)).Reason.Should().EndWith("a part of it ends with '.', which Blob Storage does not keep.");
    }
}
