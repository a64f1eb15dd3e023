using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Uploads;

namespace CloudRestore.Functions.Tests.Support;

/// <content>What tests put into storage and find there.</content>
public sealed partial class FunctionApp
{
    /// <summary>Uploads a dataset of so many photographs, and other files.</summary>
    public async Task<string> DatasetAsync(int photographs, IReadOnlyDictionary<string, byte[]>? others = null)
    {
        var dataset = NewId("set");
        for (var i = 0; i < photographs; i++)
            await UploadAsync($"photo {i}.jpg", Photographs.Jpeg(i));
        foreach (var (name, bytes) in others ?? new Dictionary<string, byte[]>())
            await UploadAsync(name, bytes);
        return dataset;

        async Task UploadAsync(string name, byte[] bytes) =>
            await Storage.Blob(Containers.Datasets, DatasetBlobs.Originals(dataset) + name).UploadAsync(BinaryData.FromBytes(bytes), Token);
    }

    /// <summary>Uploads a photograph to restore, and returns its ETag.</summary>
    public async Task<string> UploadAsync(string name, byte[] bytes, Dictionary<string, string>? metadata = null)
    {
        var upload = await Storage.Blob(Containers.Uploads, name).UploadAsync(
            BinaryData.FromBytes(bytes), new BlobUploadOptions { Metadata = metadata }, Token);
        return upload.Value.ETag.Unquoted();
    }

    /// <summary>The error document of an upload, as soon as it is there.</summary>
    public async Task<RestorationError> ErrorAsync(string upload)
    {
        var asked = Clock.GetTimestamp();
        while (Clock.GetElapsedTime(asked) < Patience)
        {
            if (await Storage.Blob(Containers.Restored, UploadKey.ErrorName(upload)).ReadJsonAsync<RestorationError>(Token) is { } error)
                return error;
            await Task.Delay(200, Token);
        }

        throw new TimeoutException($"No error document appeared for {upload}.");
    }

    public async Task<string> TextAsync(string container, string path) =>
        (await Storage.Blob(container, path).DownloadContentAsync(Token)).Value.Content.ToString();
}
