using CloudRestore.Core.Storage;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Core.Tests.Storage;

public sealed class StorageClientsTests
{
    [Fact]
    public void An_account_name_is_enough_in_Azure()
    {
        var storage = StorageClients.FromConfiguration(Configured(("AzureWebJobsStorage:accountName", "photos")));
        storage.Blobs.Uri.Should().Be(new Uri("https://photos.blob.core.windows.net"));
        storage.Queues.Uri.Should().Be(new Uri("https://photos.queue.core.windows.net"));
    }

    [Fact]
    public void Without_an_account_the_message_names_the_setting()
    {
        var act = () => StorageClients.FromConfiguration(Configured());
        act.Should().Throw<InvalidOperationException>().WithMessage("*set AzureWebJobsStorage*");
    }

    private static IConfiguration Configured(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();
}
