using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.Uploads;

[Collection(ChampionTests.Name)]
public class FailedUploadsTests(FunctionApp app)
{
    private static readonly Dictionary<string, string> Marked = new() { [FailedUploads.Tag] = FailedUploads.Failed };

    private readonly FailedUploads _failed = new(app.Storage, NullLogger<FailedUploads>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_is_refused_is_marked_and_stays_the_same_upload()
    {
        var name = FunctionApp.NewId("up") + ".jpg";
        var etag = await app.UploadAsync(name, Photographs.Jpeg(1), new() { [RestoredBlobs.ScaleMetadata] = "a lot" });

        await app.ErrorAsync(name);

        (await TagsAsync(name)).Should().Equal(Marked);
        (await app.Storage.Blob(Containers.Uploads, name).GetPropertiesAsync(cancellationToken: Token)).Value.ETag.Unquoted().Should().Be(etag);
    }

    [Theory]
    [InlineData(JobOutcome.Failed, true)]
    [InlineData(JobOutcome.Succeeded, false)]
    [InlineData(JobOutcome.Cancelled, false)]
    public async Task An_upload_is_marked_if_its_own_restoration_failed(JobOutcome outcome, bool marked)
    {
        var name = await LyingAsync();

        await EndAsync(name, outcome, app.Clock.GetUtcNow());

        (await TagsAsync(name)).Should().Equal(marked ? Marked : []);
    }

    [Fact]
    public async Task The_mark_is_taken_away_when_the_photograph_is_restored_on_request_and_its_owners_tags_stay()
    {
        var name = await LyingAsync();
        await app.Storage.Blob(Containers.Uploads, name).SetTagsAsync(new Dictionary<string, string> { ["album"] = "1962" }, cancellationToken: Token);
        await _failed.MarkAsync(new BlobAddress(Containers.Uploads, name), null, Token);
        (await TagsAsync(name)).Should().HaveCount(2);

        await EndAsync(name, JobOutcome.Succeeded, uploadedAt: null);

        (await TagsAsync(name)).Should().Equal(new Dictionary<string, string> { ["album"] = "1962" });
    }

    [Fact]
    public async Task A_failure_on_request_marks_nothing_for_the_upload_may_have_been_restored_before()
    {
        var name = await LyingAsync();

        await EndAsync(name, JobOutcome.Failed, uploadedAt: null);

        (await TagsAsync(name)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_that_replaced_the_one_that_failed_is_not_marked_and_one_that_is_gone_is_no_error()
    {
        var name = await LyingAsync();

        await _failed.MarkAsync(new BlobAddress(Containers.Uploads, name), "an-older-etag", Token);
        await _failed.MarkAsync(new BlobAddress(Containers.Uploads, FunctionApp.NewId("gone")), "1", Token);

        (await TagsAsync(name)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_upload_with_as_many_tags_as_a_blob_may_have_is_left_alone()
    {
        var name = await LyingAsync();
        var full = Enumerable.Range(0, 10).ToDictionary(i => $"tag{i}", i => $"{i}");
        await app.Storage.Blob(Containers.Uploads, name).SetTagsAsync(full, cancellationToken: Token);

        await _failed.MarkAsync(new BlobAddress(Containers.Uploads, name), null, Token);

        (await TagsAsync(name)).Should().BeEquivalentTo(full);
    }

    private async Task<string> LyingAsync()
    {
        await app.SetChampionAsync("champion-1");
        var name = FunctionApp.NewId("up") + ".jpg";
        await app.RestorationAsync(UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1))));
        return name;
    }

    private async Task EndAsync(string name, JobOutcome outcome, DateTimeOffset? uploadedAt)
    {
        var request = new RestorationRequest
        {
            Id = FunctionApp.NewId("asked"),
            Photographs = [new(name, new BlobAddress(Containers.Uploads, name), null, new BlobAddress(Containers.Restored, name))],
            Model = FunctionApp.Model,
            CreatedAt = app.Clock.GetUtcNow(),
            UploadedAt = uploadedAt,
        };
        await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(request.Id)).WriteJsonAsync(request, Token);
        var activities = new RestorationActivities(app.Storage, _failed, NullLogger<RestorationActivities>.Instance);
        await activities.WriteRestorationOutcome(new RestorationEnding(request.Id, [new GpuJobEnd(outcome, 1, null, "It is cut short.")], Cancelled: false, null, app.Clock.GetUtcNow()), Token);
    }

    private async Task<IDictionary<string, string>> TagsAsync(string name) => (await app.Storage.Blob(Containers.Uploads, name).GetTagsAsync(cancellationToken: Token)).Value.Tags;
}
