using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>What an app leaves that is killed between writing a record and scheduling it.</summary>
public sealed record CrashRemains(string Run, string Restoration)
{
    public static async Task<CrashRemains> LeaveAsync(FunctionApp app)
    {
        var remains = new CrashRemains("run-left-by-a-crash", "restoration-left-by-a-crash");
        await app.Storage.Blob(Containers.Runs, RunBlobs.Request("an-unreadable-record")).UploadAsync(BinaryData.FromString("{"));
        await app.Storage.Blob(Containers.Runs, RunBlobs.Request(remains.Run)).WriteJsonAsync(
            new TrainingRequest
            {
                Id = remains.Run,
                Dataset = await app.DatasetAsync(4),
                Preset = "tiny",
                Seed = 1,
                Promotion = PromotionPolicy.Never,
                CreatedAt = app.Clock.GetUtcNow(),
            },
            CancellationToken.None);

        var source = new BlobAddress(Containers.Jobs, JobBlobs.Input(remains.Restoration, "cat.jpg"));
        await app.Storage.Blob(source).UploadAsync(BinaryData.FromBytes(Photographs.Jpeg(1)));
        var target = new BlobAddress(Containers.Restored, RestoredBlobs.OfRequest(remains.Restoration, "cat.jpg"));
        await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(remains.Restoration)).WriteJsonAsync(
            new RestorationRequest
            {
                Id = remains.Restoration,
                Photographs = [new("cat.jpg", source, null, target)],
                Model = FunctionApp.Model,
                CreatedAt = app.Clock.GetUtcNow(),
            },
            CancellationToken.None);
        return remains;
    }
}
