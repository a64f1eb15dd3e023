using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Storage;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Emulator.Tests.Storage;

public class StorageConnectionsTests
{
    [Theory]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true", null, "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("AzureWebJobsStorage:accountName", "photos", null, "https://photos.blob.core.windows.net/")]
    [InlineData("AzureWebJobsStorage:blobServiceUri", "https://photos.example/", null, "https://photos.example/")]
    [InlineData("Other:serviceUri", "https://other.example/", "Other", "https://other.example/")]
    [InlineData("AzureWebJobsOther", "UseDevelopmentStorage=true", "Other", "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("ConnectionStrings:Other", "UseDevelopmentStorage=true", "Other", "http://127.0.0.1:10000/devstoreaccount1")]
    public void A_connection_is_found_where_the_host_looks(string setting, string value, string? connection, string expected) =>
        Connections(setting, value).Blobs(connection).Uri.Should().Be(new Uri(expected));

    [Fact]
    public void A_queue_service_has_an_address_of_its_own() =>
        Connections("AzureWebJobsStorage:accountName", "photos").Queues(null).Uri.Should().Be(new Uri("https://photos.queue.core.windows.net/"));

    [Fact]
    public void A_section_without_an_address_is_named()
    {
        var open = () => Connections("Other:clientId", "x").Queues("Other");

        open.Should().Throw<FunctionAppException>().WithMessage("The storage connection 'Other' says neither accountName nor queueServiceUri; set one.");
    }

    private static StorageConnections Connections(string setting, string value) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [setting] = value }).Build());
}
