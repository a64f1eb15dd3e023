using CloudRestore.Core.Models;
using CloudRestore.Core.Storage;
using CloudRestore.Testing;

namespace CloudRestore.Core.Tests.Storage;

public sealed class JsonBlobsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_is_created_once_however_many_try()
    {
        var blob = await NewBlobAsync();
        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            blob.CreateJsonAsync(new ModelRegistry { Champion = $"m{i}" }, Cancellation)));

        created.Count(c => c).Should().Be(1);
        (await blob.ReadJsonAsync<ModelRegistry>(Cancellation))!.Champion.Should().Be($"m{Array.IndexOf(created, true)}");
    }

    [Fact]
    public async Task Of_two_who_read_the_same_document_only_one_replaces_it()
    {
        var blob = await NewBlobAsync();
        await blob.CreateJsonAsync(new ModelRegistry(), Cancellation);
        var read = (await blob.ReadJsonWithETagAsync<ModelRegistry>(Cancellation))!;

        (await blob.ReplaceJsonAsync(read.Value with { Champion = "first" }, read.ETag, Cancellation)).Should().BeTrue();
        (await blob.ReplaceJsonAsync(read.Value with { Champion = "second" }, read.ETag, Cancellation)).Should().BeFalse();
        (await blob.ReadJsonAsync<ModelRegistry>(Cancellation))!.Champion.Should().Be("first");
    }

    [Fact]
    public async Task A_document_that_is_not_there_reads_as_null() =>
        (await (await NewBlobAsync()).ReadJsonAsync<ModelRegistry>(Cancellation)).Should().BeNull();

    [Fact]
    public async Task Containers_and_queues_are_created_and_creating_them_again_changes_nothing()
    {
        var storage = StorageClients.FromConnectionString(azurite.ConnectionString);
        await storage.EnsureCreatedAsync(Cancellation);
        await storage.EnsureCreatedAsync(Cancellation);

        foreach (var container in Containers.All)
            (await storage.Container(container).ExistsAsync(Cancellation)).Value.Should().BeTrue();
        foreach (var queue in Queues.All)
            (await storage.Queue(Queues.PoisonOf(queue)).ExistsAsync(Cancellation)).Value.Should().BeTrue();
    }

    private async Task<Azure.Storage.Blobs.BlobClient> NewBlobAsync()
    {
        var storage = StorageClients.FromConnectionString(azurite.ConnectionString);
        await storage.EnsureCreatedAsync(Cancellation);
        return storage.Blob(Containers.Models, $"{Guid.NewGuid():N}/registry.json");
    }
}
