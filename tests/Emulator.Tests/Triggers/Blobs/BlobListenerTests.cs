using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using CloudRestore.Emulator.Tests.Hosting;
using CloudRestore.Testing;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Tests.Triggers.Blobs;

public sealed class BlobListenerTests(AzuriteFixture azurite)
{
    private readonly string _name = $"container-{Guid.NewGuid():N}";

    private BlobContainerClient Container => new(azurite.ConnectionString, _name);

    [Fact]
    public async Task Every_name_starts_the_function_and_is_bound_as_it_is()
    {
        string[] names = ["cat.jpg", "a folder/with spaces.png", "grüße/日本.webp", "100% + 1#?.jpg"];
        await Container.CreateAsync();
        await using var host = await StartAsync(typeof(Client));

        foreach (var name in names)
        {
            await Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(name));
        }

        (await host.Get<Recorder>().NextAsync(names.Length)).Should().BeEquivalentTo(names.Select(name => (name, name)));
    }

    [Fact]
    public async Task A_container_that_comes_later_is_watched()
    {
        await using var host = await StartAsync(typeof(Client));

        await Container.CreateAsync();
        await Container.GetBlobClient("late.jpg").UploadAsync(BinaryData.FromString("late"));

        (await host.Get<Recorder>().NextAsync()).Should().Be(("late.jpg", "late"));
    }

    [Theory]
    [InlineData(typeof(AsStream))]
    [InlineData(typeof(AsBytes))]
    [InlineData(typeof(AsText))]
    [InlineData(typeof(AsData))]
    public async Task A_blob_binds_as_content(Type function)
    {
        await UploadAsync("content");
        await using var host = await StartAsync(function);

        (await host.Get<Recorder>().NextAsync()).Should().Be("content");
    }

    [Fact]
    public async Task Binding_data_tells_the_address_and_the_metadata()
    {
        await UploadAsync("content", new Dictionary<string, string> { ["source"] = "attic" });
        await using var host = await StartAsync(typeof(Metadata));

        var (uri, metadata, path) = ((Uri, string, string))(await host.Get<Recorder>().NextAsync())!;

        uri.Should().Be(Container.GetBlobClient("photo.jpg").Uri);
        JsonSerializer.Deserialize<Dictionary<string, string>>(metadata).Should().Contain("source", "attic");
        path.Should().Be($"{_name}/photo.jpg");
    }

    [Fact]
    public async Task A_blob_is_handled_once_over_restarts_and_again_when_overwritten()
    {
        using var folder = new TemporaryFolder();
        await UploadAsync("first");
        await using (var host = await StartAsync(typeof(AsText), folder))
        {
            (await host.Get<Recorder>().NextAsync()).Should().Be("first");
        }

        await using var again = await StartAsync(typeof(AsText), folder);
        await UploadAsync("second");

        (await again.Get<Recorder>().NextAsync()).Should().Be("second");
        await Task.Delay(500);
        again.Get<Recorder>().Count.Should().Be(0);
    }

    [Fact]
    public async Task A_function_that_throws_is_tried_five_times_and_then_a_poison_message_says_so()
    {
        await UploadAsync("bad");
        await using var host = await StartAsync(typeof(Failing));

        (await host.Get<Recorder>().NextAsync(5)).Should().AllBeEquivalentTo("photo.jpg");

        var poison = new QueueClient(
            azurite.ConnectionString, "webjobs-blobtrigger-poison", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        JsonElement message = default;
        await Eventually.BeTrueAsync(async () =>
        {
            if (!await poison.ExistsAsync())
            {
                return false;
            }

            message = (await poison.PeekMessagesAsync(32)).Value
                .Select(peeked => JsonSerializer.Deserialize<JsonElement>(peeked.MessageText))
                .FirstOrDefault(candidate => candidate.GetProperty("ContainerName").GetString() == _name);
            return message.ValueKind == JsonValueKind.Object;
        });
        message.GetProperty("FunctionId").GetString().Should().Be("Host.Functions.Failing");
        message.GetProperty("BlobName").GetString().Should().Be("photo.jpg");
        await Task.Delay(500);
        host.Get<Recorder>().Count.Should().Be(0);
    }

    [Fact]
    public async Task A_stop_leaves_an_unfinished_blob_for_the_next_start()
    {
        using var folder = new TemporaryFolder();
        await UploadAsync("slow");
        await using (var host = await StartAsync(typeof(Endless), folder))
        {
            (await host.Get<Recorder>().NextAsync()).Should().Be("photo.jpg");
        }

        await using var again = await StartAsync(typeof(Endless), folder);

        (await again.Get<Recorder>().NextAsync()).Should().Be("photo.jpg");
    }

    private Task<TestHost> StartAsync(Type function, TemporaryFolder? folder = null) => TestHost.StartAsync(
        [function], new() { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["container"] = _name }, folder: folder);

    private async Task UploadAsync(string content, Dictionary<string, string>? metadata = null)
    {
        await Container.CreateIfNotExistsAsync();
        await Container.GetBlobClient("photo.jpg").UploadAsync(BinaryData.FromString(content), new BlobUploadOptions { Metadata = metadata });
    }

    public sealed class Client(Recorder recorder)
    {
        [Function("Client")]
        public async Task Run([BlobTrigger("%container%/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string name)
        {
            var content = await blob.DownloadContentAsync();
            recorder.Add((name, content.Value.Content.ToString()));
        }
    }

    public sealed class AsStream(Recorder recorder)
    {
        [Function("AsStream")]
        public async Task Run([BlobTrigger("%container%/{name}")] Stream blob)
        {
            using var reader = new StreamReader(blob);
            recorder.Add(await reader.ReadToEndAsync());
        }
    }

    public sealed class AsBytes(Recorder recorder)
    {
        [Function("AsBytes")]
        public void Run([BlobTrigger("%container%/{name}")] byte[] blob) => recorder.Add(System.Text.Encoding.UTF8.GetString(blob));
    }

    public sealed class AsText(Recorder recorder)
    {
        [Function("AsText")]
        public void Run([BlobTrigger("%container%/{name}")] string blob) => recorder.Add(blob);
    }

    public sealed class AsData(Recorder recorder)
    {
        [Function("AsData")]
        public void Run([BlobTrigger("%container%/{name}")] BinaryData blob) => recorder.Add(blob.ToString());
    }

    public sealed class Metadata(Recorder recorder)
    {
        [Function("Metadata")]
        public void Run([BlobTrigger("%container%/{name}")] BlobClient blob, Uri uri, string metadata, string blobTrigger) =>
            recorder.Add((uri, metadata, blobTrigger));
    }

    public sealed class Failing(Recorder recorder)
    {
        [Function("Failing")]
        public void Run([BlobTrigger("%container%/{name}.{extension}")] BlobClient blob, string name, string extension)
        {
            recorder.Add($"{name}.{extension}");
            throw new InvalidOperationException("on purpose");
        }
    }

    public sealed class Endless(Recorder recorder)
    {
        [Function("Endless")]
        public async Task Run([BlobTrigger("%container%/{name}")] BlobClient blob, CancellationToken cancellationToken)
        {
            recorder.Add(blob.Name);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
