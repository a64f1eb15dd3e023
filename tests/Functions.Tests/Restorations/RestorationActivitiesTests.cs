using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.Restorations;

public class RestorationActivitiesTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, RunStatus.Cancelled)]
    [InlineData(false, RunStatus.Failed)]
    public async Task A_restoration_whose_wish_to_end_is_a_blob_alone_is_cancelled(bool wished, RunStatus status)
    {
        var id = FunctionApp.NewId("restoration");
        if (wished)
            await app.Storage.Blob(Containers.Jobs, JobBlobs.Cancel(id)).CreateJsonAsync(new { }, Token);
        await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(id)).WriteJsonAsync(
            new RestorationRequest
            {
                Id = id,
                Photographs = [new("a.jpg", new BlobAddress(Containers.Uploads, "a.jpg"), "1", new BlobAddress(Containers.Restored, $"{id}/a.jpg"))],
                Model = FunctionApp.Model,
                CreatedAt = app.Clock.GetUtcNow(),
            },
            Token);
        var activities = new RestorationActivities(app.Storage, new FailedUploads(app.Storage, NullLogger<FailedUploads>.Instance), NullLogger<RestorationActivities>.Instance);

        var ended = await activities.WriteRestorationOutcome(
            new RestorationEnding(id, [new GpuJobEnd(JobOutcome.Cancelled, 0, null, "the restoration was cancelled")], Cancelled: false, null, app.Clock.GetUtcNow()), Token);

        ended.Should().Be(status);
    }
}
