using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Datasets;

public class ForgottenArchivesTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archive_that_nobody_imported_is_kept_for_a_week_and_then_deleted()
    {
        var name = FunctionApp.NewId("set");
        var archive = await UploadAsync(name);

        var early = await Archives(TimeSpan.FromDays(6)).SweepAsync(name, Token);
        var keptThen = await ExistsAsync(archive);
        var late = await Archives(TimeSpan.FromDays(8)).SweepAsync(name, Token);

        (early, keptThen, late, await ExistsAsync(archive)).Should().Be((0, true, 1, false));
    }

    [Fact]
    public async Task An_archive_is_not_taken_from_an_import_that_has_not_ended_and_goes_when_it_has_failed()
    {
        var name = FunctionApp.NewId("set");
        var (archive, other) = (await UploadAsync(name), await UploadAsync(name));
        var import = new DatasetImport($"import-{name}", new DatasetSource(Containers.Datasets, Archive: archive), "etag", app.Clock.GetUtcNow());
        var record = new DatasetRecord { Name = name, RequestId = "test", CreatedAt = app.Clock.GetUtcNow(), Import = import };

        var during = await Archives(TimeSpan.FromDays(8), record).SweepAsync(name, Token);
        var keptThen = (await ExistsAsync(archive), await ExistsAsync(other));
        await app.Storage.Blob(Containers.Datasets, DatasetBlobs.ImportOutcome(name, import.Id))
            .CreateJsonAsync(new ImportOutcome(import, RunStatus.Failed, new ImportProgress(), "It is no archive.", app.Clock.GetUtcNow()), Token);
        var after = await Archives(TimeSpan.FromDays(8), record).SweepAsync(name, Token);

        (during, keptThen, after, await ExistsAsync(archive)).Should().Be((1, (true, false), 1, false));
    }

    private ForgottenArchives Archives(TimeSpan later, DatasetRecord? record = null) =>
        new(app.Storage, new DatasetRecords(record is null ? app.Storage : Answering(record), app.Clock), Options.Create(new DatasetOptions()), new LaterTime(later));

    private async Task<string> UploadAsync(string dataset)
    {
        var path = DatasetBlobs.Upload(dataset, FunctionApp.NewId("upload"), "images.zip");
        await app.Storage.Blob(Containers.Datasets, path).UploadAsync(BinaryData.FromString("no archive"), Token);
        return path;
    }

    private async Task<bool> ExistsAsync(string path) => await app.Storage.Blob(Containers.Datasets, path).ExistsAsync(Token);

    /// <summary>An account that answers with a record. If it were in the app's own, the app would start the import.</summary>
    private static StorageClients Answering(DatasetRecord record) => new(
        new BlobServiceClient(
            new Uri("https://account.blob.core.windows.net"), new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(new RecordHandler(record))) }),
        new QueueServiceClient("UseDevelopmentStorage=true"));

    private sealed class RecordHandler(DatasetRecord record) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(record, CoreJson.Options)) };
            answer.Headers.TryAddWithoutValidation("ETag", "\"1\"");
            return Task.FromResult(answer);
        }
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
