using System.Net.Http.Headers;
using System.Net.Http.Json;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;

namespace CloudRestore.Functions.Tests.Restorations;

[Collection(FunctionApp.Collection)]
public class RestorationTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("Ferien 2024/Äpfel & Birnen.jpg")]
    public async Task An_upload_is_restored_once_with_the_champion_and_the_size_of_its_metadata(string file)
    {
        await app.SetChampionAsync("model-1");
        var name = $"{FunctionApp.NewId("up")}/{file}";

        var etag = await UploadAsync(name, Photographs.Jpeg(1), new() { ["Size"] = "256" });
        var id = UploadKey.RestorationId(name, etag);
        var restoration = await app.RestorationAsync(id);

        restoration.Status.Should().Be(RunStatus.Succeeded);
        (restoration.Model, restoration.Size).Should().Be(("model-1", new OutputSize(256)));
        (await app.Storage.Blob(Containers.Restored, name).ExistsAsync(Token)).Value.Should().BeTrue();
        var job = app.Runner.TakenOf(id).Should().ContainSingle().Subject.Restoration!;
        (job.SourceETag, job.Model, job.Target.Path).Should().Be((etag, "model-1", name));
    }

    [Theory]
    [InlineData("12", "The size 12 is out of range: the shorter side must have 16 to 10000 pixels. Correct the upload's metadata and upload it again.")]
    [InlineData("big", "The size 'big' is not a whole number of pixels. Correct the upload's metadata and upload it again.")]
    public async Task An_upload_with_a_wrong_size_gets_an_error_document(string size, string reason)
    {
        await app.SetChampionAsync("model-1");
        var name = FunctionApp.NewId("up") + ".jpg";

        await UploadAsync(name, Photographs.Jpeg(1), new() { ["size"] = size });

        (await ErrorAsync(name)).Reason.Should().Be(reason);
    }

    [Fact]
    public async Task An_upload_before_the_first_model_gets_an_error_document_that_says_what_to_do()
    {
        await app.SetChampionAsync(null);
        var name = FunctionApp.NewId("up") + ".jpg";

        await UploadAsync(name, Photographs.Jpeg(1), []);

        (await ErrorAsync(name)).Reason.Should().Be(
            "There is no champion model yet: train one with POST /api/training-runs, then send the photograph again.");
    }

    [Fact]
    public async Task A_batch_restores_the_good_ones_beside_one_that_fails()
    {
        await app.SetChampionAsync("model-1");
        var id = FunctionApp.NewId("batch");
        var names = new[] { $"{id}/a.jpg", $"{id}/b.jpg", $"{id}/c.jpg" };
        foreach (var name in names)
            await UploadAsync(name, Photographs.Jpeg(2), []);
        app.Runner.Script($"{id}.1", job => app.Runner.FailAsync(job, "\"b.jpg\" is cut short."));

        var response = await app.Http.PostAsJsonAsync("/api/restorations", new StartRestoration(names, id, Scale: 2), CoreJson.Options, Token);
        ((int)response.StatusCode).Should().Be(202);
        var restoration = await app.RestorationAsync(id);

        (restoration.Status, restoration.Total, restoration.Finished).Should().Be((RunStatus.Failed, 3, 3));
        restoration.Reason.Should().Be("1 of 3 photographs were not restored; each says why.");
        restoration.Photographs.Select(photograph => photograph.Status).Should().Equal(RunStatus.Succeeded, RunStatus.Failed, RunStatus.Succeeded);
        restoration.Photographs[1].Reason.Should().Be("\"b.jpg\" is cut short.");
        (await app.Http.GetByteArrayAsync($"/api/restorations/{id}/photographs/0", Token)).Should().Equal(Photographs.Jpeg(2));
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/restorations/{id}/photographs/1", Token))).Should().Be((409, "\"b.jpg\" is cut short."));
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/restorations/{id}/photographs/9", Token))).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_photograph_in_the_body_is_restored_and_the_same_call_twice_is_one_restoration()
    {
        await app.SetChampionAsync("model-1");
        var id = FunctionApp.NewId("body");
        var path = $"/api/restorations?name=my%20cat.jpg&size=128&id={id}";

        var first = await app.Http.PostAsync(path, Image(Photographs.Jpeg(3)), Token);
        var second = await app.Http.PostAsync(path, Image(Photographs.Jpeg(3)), Token);
        var other = await app.Http.PostAsync(path, Image(Photographs.Jpeg(4)), Token);

        ((int)first.StatusCode, (int)second.StatusCode).Should().Be((202, 200));
        (await FunctionApp.ProblemAsync(other)).Status.Should().Be(409);
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        (await app.Http.GetByteArrayAsync($"/api/restorations/{id}/photographs/0", Token)).Should().Equal(Photographs.Jpeg(3));
        app.Runner.TakenOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_restoration_that_is_cancelled_stops_its_runners_and_says_so()
    {
        await app.SetChampionAsync("model-1");
        var id = FunctionApp.NewId("batch");
        var names = new[] { $"{id}/a.jpg", $"{id}/b.jpg" };
        foreach (var name in names)
            await UploadAsync(name, Photographs.Jpeg(2), []);
        app.Runner.Script($"{id}.1", app.Runner.WorkUntilCancelledAsync);
        await app.Http.PostAsJsonAsync("/api/restorations", new StartRestoration(names, id), CoreJson.Options, Token);
        await app.PollAsync<Restoration>($"/api/restorations/{id}", found => found.Finished == 1);

        (await app.Http.PostAsync($"/api/restorations/{id}/cancel", null, Token)).IsSuccessStatusCode.Should().BeTrue();
        var restoration = await app.RestorationAsync(id);

        (restoration.Status, restoration.Reason).Should().Be((RunStatus.Cancelled, "The restoration was cancelled."));
        restoration.Photographs.Select(photograph => photograph.Status).Should().Equal(RunStatus.Succeeded, RunStatus.Cancelled);
    }

    private static ByteArrayContent Image(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

    private async Task<string> UploadAsync(string name, byte[] bytes, Dictionary<string, string> metadata)
    {
        var upload = await app.Storage.Blob(Containers.Uploads, name).UploadAsync(
            BinaryData.FromBytes(bytes), new BlobUploadOptions { Metadata = metadata }, Token);
        return upload.Value.ETag.ToString("G");
    }

    private async Task<RestorationError> ErrorAsync(string name)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (await app.Storage.Blob(Containers.Restored, RestoredBlobs.ErrorOf(name)).ReadJsonAsync<RestorationError>(Token) is { } error)
                return error;
            await Task.Delay(100, Token);
        }

        throw new TimeoutException($"No error document appeared for {name}.");
    }
}
