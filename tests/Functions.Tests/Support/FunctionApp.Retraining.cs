using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Tests.Support;

/// <content>Retraining, of which there is one for all.</content>
public sealed partial class FunctionApp
{
    /// <summary>Forgets what came of retraining, and fills its dataset anew with five photographs.</summary>
    public async Task ResetRetrainingAsync()
    {
        await RetrainingSettledAsync();
        await SetChampionAsync(null);
        foreach (var (container, folder) in new[] { (Containers.Datasets, RetrainingSet), (Containers.Jobs, "retraining.schedule/") })
        {
            await foreach (var blob in Storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, folder, Token))
                await Storage.Blob(container, blob.Name).DeleteIfExistsAsync(cancellationToken: Token);
        }

        await ImportAsync(RetrainingSet, await PicturesAsync([.. Enumerable.Range(0, 5).Select(i => ($"p{i}.jpg", Photographs.Jpeg(i)))]));
    }

    /// <summary>Waits until no attempt is decided on. What came of one is kept a moment before its orchestration has ended, and there is one at a time.</summary>
    public async Task RetrainingSettledAsync()
    {
        const string Instance = "/runtime/webhooks/durabletask/instances/retraining?code=the-key";
        if ((int)(await Http.GetAsync(Instance, Token)).StatusCode != 404)
            await PollAsync<RetrainingInstance>(Instance, instance => instance.RuntimeStatus == "Completed");
    }

    private sealed record RetrainingInstance(string RuntimeStatus);
}
