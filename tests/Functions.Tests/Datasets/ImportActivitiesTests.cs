using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Datasets;

/// <summary>The activities one by one, as an interruption leaves them.</summary>
public class ImportActivitiesTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_that_is_done_again_after_a_crash_finds_what_it_had_added_and_counts_it_once(bool wroteNothingDown)
    {
        var start = await RecordedAsync(await app.ArchiveAsync(Archives.TarGz(Files(70))));
        var activities = Activities();
        (await activities.ImportPhotographs(start, Token)).Should().Be(new ImportStep(IsDone: false, IsCancelled: false));
        if (wroteNothingDown)
            await Blob(DatasetBlobs.ImportProgress(start.Dataset, start.Import)).DeleteAsync(cancellationToken: Token);

        var step = new ImportStep(false, false);
        for (var steps = 0; steps < 5 && !step.IsDone; steps++)
            step = await activities.ImportPhotographs(start, Token);

        step.IsDone.Should().BeTrue();
        var progress = (await Blob(DatasetBlobs.ImportProgress(start.Dataset, start.Import)).ReadJsonAsync<ImportProgress>(Token))!;
        (progress.Added, progress.AlreadyThere, progress.Duplicates, progress.Rejected).Should().Be((70, 0, 1, 1));
    }

    [Fact]
    public async Task Of_two_executions_at_once_one_gives_way_and_nothing_is_counted_twice()
    {
        var start = await RecordedAsync(await app.ArchiveAsync(Archives.Zip(Files(70))));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            for (var done = false; !done;)
            {
                try
                {
                    done = (await Activities().ImportPhotographs(start, Token)).IsDone;
                }
                catch (InvalidOperationException)
                {
                    // The other one was quicker.
                }
            }
        }));

        var progress = (await Blob(DatasetBlobs.ImportProgress(start.Dataset, start.Import)).ReadJsonAsync<ImportProgress>(Token))!;
        (progress.Added, progress.Duplicates, progress.Rejected).Should().Be((70, 1, 1));
    }

    [Fact]
    public async Task An_archive_that_was_replaced_after_it_was_accepted_is_not_read()
    {
        var source = await app.ArchiveAsync(Archives.Zip(Files(2)));
        var start = await RecordedAsync(source);
        await app.Storage.Blob(source.Container!, source.Archive!).UploadAsync(BinaryData.FromBytes(Archives.Zip(Files(3))), overwrite: true, Token);

        var importing = () => Activities().ImportPhotographs(start, Token);

        await importing.Should().ThrowAsync<PermanentFailureException>()
            .WithMessage($"The archive {source.Container}/{source.Archive} was replaced after the import was asked for: import it again.");
    }

    [Fact]
    public async Task A_dataset_that_is_being_deleted_is_not_added_to()
    {
        var start = await RecordedAsync(await app.ArchiveAsync(Archives.Zip(Files(2))), isBeingDeleted: true);

        var importing = () => Activities().ImportPhotographs(start, Token);

        await importing.Should().ThrowAsync<PermanentFailureException>().WithMessage($"The dataset '{start.Dataset}' was deleted while photographs were imported.");
    }

    // So many photographs, one of them twice, and a text.
    private static (string Name, byte[]? Content)[] Files(int photographs) =>
    [
        .. Enumerable.Range(0, photographs).Select(i => ($"p{i:D3}.jpg", (byte[]?)Photographs.Jpeg(2000 + i, 32, 32))),
        ("p000 again.jpg", Photographs.Jpeg(2000, 32, 32)),
        ("notes.txt", Archives.Text("notes")),
    ];

    private async Task<ImportStart> RecordedAsync(DatasetSource source, bool isBeingDeleted = false)
    {
        var (name, id) = (FunctionApp.NewId("set"), FunctionApp.NewId("import"));
        var etag = (await app.Storage.Blob(source.Container!, source.Archive!).GetPropertiesAsync(cancellationToken: Token)).Value.ETag.Unquoted();
        var now = app.Clock.GetUtcNow();
        var import = new DatasetImport(id, source, etag, now);
        // With an outcome the sweep leaves it to the test.
        await Blob(DatasetBlobs.ImportOutcome(name, id)).WriteJsonAsync(new ImportOutcome(import, RunStatus.Succeeded, new ImportProgress(), null, now), Token);
        await Blob(DatasetBlobs.Record(name)).WriteJsonAsync(
            new DatasetRecord { Name = name, RequestId = "test", CreatedAt = now, Import = import, IsBeingDeleted = isBeingDeleted }, Token);
        return new ImportStart(name, id);
    }

    private ImportActivities Activities() => new(
        app.Storage, new DatasetRecords(app.Storage, app.Clock), Options.Create(new DatasetOptions { StepEntries = 10 }), app.Clock);

    private Azure.Storage.Blobs.BlobClient Blob(string path) => app.Storage.Blob(Containers.Datasets, path);
}
