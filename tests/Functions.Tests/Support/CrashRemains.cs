using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>What an app leaves that is killed between writing a record and scheduling it.</summary>
public sealed record CrashRemains(string Run, string Restoration, string Dataset, string DeletedDataset, string Comparison)
{
    public static async Task<CrashRemains> LeaveAsync(FunctionApp app)
    {
        var remains = new CrashRemains("run-left-by-a-crash", "restoration-left-by-a-crash", "dataset-left-by-a-crash", "dataset-half-deleted", "comparison-left-by-a-crash");
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
        var comparison = new ComparisonRequest
        {
            Id = remains.Comparison,
            Models = [FunctionApp.Model, "gone"],
            Dataset = "nothing-here",
            Recipe = "restore",
            Seed = 1,
            CreatedAt = app.Clock.GetUtcNow(),
        };
        await app.Storage.Blob(Containers.Jobs, ComparisonBlobs.Request(remains.Comparison)).WriteJsonAsync(comparison, CancellationToken.None);
        await LeaveDatasetsAsync(app, remains);
        return remains;
    }

    private static async Task LeaveDatasetsAsync(FunctionApp app, CrashRemains remains)
    {
        await app.Storage.Blob(Containers.Datasets, DatasetBlobs.Record("a-spoilt-record")).UploadAsync(BinaryData.FromString("{"));
        var (now, source) = (app.Clock.GetUtcNow(), await app.PicturesAsync(("a.jpg", Photographs.Jpeg(1))));
        var record = new DatasetRecord { Name = remains.Dataset, RequestId = "crash", CreatedAt = now, Import = new DatasetImport("import-left-by-a-crash", source, null, now) };
        await app.Storage.Blob(Containers.Datasets, DatasetBlobs.Record(remains.Dataset)).WriteJsonAsync(record, CancellationToken.None);

        await app.Storage.Blob(Containers.Datasets, DatasetBlobs.Original(remains.DeletedDataset, "a.jpg")).UploadAsync(BinaryData.FromBytes(Photographs.Jpeg(1)));
        await app.Storage.Blob(Containers.Datasets, DatasetBlobs.Record(remains.DeletedDataset)).WriteJsonAsync(
            record with { Name = remains.DeletedDataset, Import = null, IsBeingDeleted = true }, CancellationToken.None);
    }
}
