using System.Net.Http.Headers;
using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Tests.Support;

/// <content>Datasets over HTTP.</content>
public sealed partial class FunctionApp
{
    /// <summary>A container of the account that belongs to nobody.</summary>
    public const string Pictures = "pictures";

    /// <summary>Puts files where they can be imported from.</summary>
    public async Task<DatasetSource> PicturesAsync(params (string Name, byte[] Content)[] files)
    {
        var folder = NewId("folder") + "/";
        await Storage.Container(Pictures).CreateIfNotExistsAsync(cancellationToken: Token);
        foreach (var (name, content) in files)
            await Storage.Blob(Pictures, folder + name).UploadAsync(BinaryData.FromBytes(content), Token);
        return new DatasetSource(Pictures, Folder: folder);
    }

    /// <summary>Puts an archive where it can be imported from.</summary>
    public async Task<DatasetSource> ArchiveAsync(byte[] archive)
    {
        var folder = await PicturesAsync(("archive", archive));
        return new DatasetSource(Pictures, Archive: folder.Folder + "archive");
    }

    public async Task<Dataset> CreateDatasetAsync(string name, DatasetSource? source = null) =>
        await ReadAsync<Dataset>(await PostAsync("/api/datasets", new CreateDataset(name, source)));

    /// <summary>A dataset when its import has ended.</summary>
    public Task<Dataset> ImportedAsync(string name) => PollAsync<Dataset>($"/api/datasets/{name}", dataset => dataset.Import?.FinishedAt is not null);

    /// <summary>Makes a dataset of a source, and waits for it.</summary>
    public async Task<Dataset> ImportAsync(string name, DatasetSource source)
    {
        await CreateDatasetAsync(name, source);
        return await ImportedAsync(name);
    }

    /// <summary>Adds to a dataset, and waits for it.</summary>
    public async Task<ImportState> AddAsync(string name, DatasetSource source)
    {
        var import = await ReadAsync<ImportState>(await PostAsync($"/api/datasets/{name}/imports", new StartImport(source)));
        return await PollAsync<ImportState>($"/api/datasets/{name}/imports/{import.Id}", found => found.Status is not (RunStatus.Pending or RunStatus.Running));
    }

    public async Task<HttpResponseMessage> PutPhotographAsync(string dataset, string name, byte[] content, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/datasets/{dataset}/photographs/{name}")
        {
            Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } },
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Http.SendAsync(request, Token);
    }
}
