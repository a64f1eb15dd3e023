using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.EndToEnd.Support;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.EndToEnd;

public sealed class UploadTests(TrainedStack stack)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_photograph_dropped_into_uploads_is_found_restored_under_its_name()
    {
        const string Name = "Straße am Meer/ein Bild.png";
        var etag = await DropAsync(Name, Photographs.Grey(96, 64), ("size", "128"));

        await Eventually.TrueAsync(() => ExistsAsync(Name), $"{Name} is restored", Limit);

        var blob = stack.Stack.Storage.Blob(Containers.Restored, Name);
        var content = (await blob.DownloadContentAsync(TestContext.Current.CancellationToken)).Value;
        var restored = PhotographReader.Read(content.Content.ToArray(), Name);
        (restored.Color.Width, restored.Color.Height).Should().Be((192, 128));
        content.Details.Metadata.Should().Contain(RestoredBlobs.ModelMetadata, TrainedStack.UndisturbedRun)
            .And.Contain(RestoredBlobs.SourceETagMetadata, etag);
        (await ExistsAsync(RestoredBlobs.ErrorOf(Name))).Should().BeFalse();
    }

    [Fact]
    public async Task Uploads_that_cannot_be_restored_leave_a_document_that_says_why_and_the_good_one_beside_them_is_restored()
    {
        var whole = Photographs.Jpeg(300, 200);
        await DropAsync("bad/notes.jpg", "these are words"u8.ToArray());
        await DropAsync("bad/truncated.jpg", whole[..(whole.Length / 2)]);
        await DropAsync("bad/speck.png", Photographs.Grey(1, 1));
        await DropAsync("bad/line.png", Photographs.HeaderOfPng(1, 500_000_000));
        await DropAsync("bad/good.jpg", whole);

        await SaysAsync("bad/notes.jpg", "*is not a photograph, whatever its name says*");
        await SaysAsync("bad/truncated.jpg", "*is a JPEG file that is cut short or broken*");
        await SaysAsync("bad/speck.png", "*is 1 x 1 pixels, too small to restore*");
        await SaysAsync("bad/line.png", "*is 1 x 500000000 pixels, more than the 100,000,000 pixels allowed*");
        await Eventually.TrueAsync(() => ExistsAsync("bad/good.jpg"), "the good one is restored", Limit);
        foreach (var name in new[] { "bad/notes.jpg", "bad/truncated.jpg", "bad/speck.png", "bad/line.png" })
            (await ExistsAsync(name)).Should().BeFalse("nothing unrestored is given out as restored");
        foreach (var queue in Queues.All)
            await Eventually.TrueAsync(() => IsEmptyAsync(queue), $"{queue} is empty, because nothing is tried for ever", Limit);
    }

    private async Task<string> DropAsync(string name, byte[] bytes, params (string Key, string Value)[] metadata)
    {
        var options = new BlobUploadOptions { Metadata = metadata.ToDictionary(entry => entry.Key, entry => entry.Value) };
        var blob = stack.Stack.Storage.Blob(Containers.Uploads, name);
        return (await blob.UploadAsync(BinaryData.FromBytes(bytes), options, TestContext.Current.CancellationToken)).Value.ETag.Unquoted();
    }

    private async Task SaysAsync(string name, string sentence)
    {
        var blob = stack.Stack.Storage.Blob(Containers.Restored, RestoredBlobs.ErrorOf(name));
        RestorationError? error = null;
        await Eventually.TrueAsync(
            async () => (error = await blob.ReadJsonAsync<RestorationError>(TestContext.Current.CancellationToken)) is not null,
            $"{name} has an error document",
            Limit);
        error!.Reason.Should().Match(sentence);
        error.Name.Should().Be(name);
    }

    private async Task<bool> ExistsAsync(string name) => await stack.Stack.Storage.Blob(Containers.Restored, name).ExistsAsync(TestContext.Current.CancellationToken);

    private async Task<bool> IsEmptyAsync(string queue) =>
        (await stack.Stack.Storage.Queue(queue).GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount == 0;
}
