using System.Net.Http.Json;
using System.Text.Json;
using CloudRestore.Core.Api;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Hosting;
using CloudRestore.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>The whole function app in this process, on Azurite, with a runner that does what a test tells it.</summary>
public sealed class FunctionApp : IAsyncLifetime
{
    /// <summary>The collection of the tests that share the app, and with it the champion.</summary>
    public const string Collection = "function app";

    private readonly AzuriteFixture _azurite = new();
    private readonly TemporaryFolder _folder = new();
    private IHost? _host;

    public StorageClients Storage { get; private set; } = null!;

    public ScriptedRunner Runner { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    public static string NewId(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..30];

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        var url = $"http://127.0.0.1:{FreePort.Take(1)[0]}";
        Storage = StorageClients.FromConnectionString(_azurite.ConnectionString);
        await Storage.EnsureCreatedAsync(CancellationToken.None);
        Runner = new ScriptedRunner(Storage);

        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = _azurite.ConnectionString,
            ["Emulator:Assembly"] = "CloudRestore.Functions",
            ["Emulator:Url"] = url,
            ["Emulator:StateFolder"] = _folder.File("state"),
            ["Emulator:FunctionKey"] = "the-key",
            ["Emulator:BlobPollingInterval"] = "00:00:00.1",
            ["Emulator:StopWait"] = "00:00:05",
            ["GpuJobs:Tick"] = "00:00:00.3",
            ["GpuJobs:HeartbeatTimeout"] = "00:00:01.5",
            ["GpuJobs:CancelTimeout"] = "00:00:02",
            ["GpuJobs:TicksPerGeneration"] = "3",
            ["GpuJobs:MaxRequeues"] = "1",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddCloudRestore(builder.Configuration);
        _host = builder.Build();
        await _host.StartAsync();
        Http.BaseAddress = new Uri(url);
        Http.DefaultRequestHeaders.Add("x-functions-key", "the-key");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Runner.DisposeAsync();
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    public async Task<string> DatasetAsync(int photographs, IReadOnlyDictionary<string, byte[]>? others = null)
    {
        var dataset = NewId("set");
        for (var i = 0; i < photographs; i++)
            await UploadAsync(DatasetBlobs.Original(dataset, $"photo {i}.jpg"), Photographs.Jpeg(i));
        foreach (var (name, bytes) in others ?? new Dictionary<string, byte[]>())
            await UploadAsync(DatasetBlobs.Original(dataset, name), bytes);
        return dataset;

        async Task UploadAsync(string path, byte[] bytes) =>
            await Storage.Blob(Containers.Datasets, path).UploadAsync(BinaryData.FromBytes(bytes), TestContext.Current.CancellationToken);
    }

    public async Task SetChampionAsync(string? version)
    {
        if (version is not null)
            await Storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).WriteJsonAsync(new { version }, TestContext.Current.CancellationToken);
        await Storage.Blob(Containers.Models, ModelBlobs.Registry).WriteJsonAsync(new ModelRegistry { Champion = version }, TestContext.Current.CancellationToken);
    }

    public async Task<TrainingRun> StartTrainingAsync(StartTrainingRun body) =>
        await ReadAsync<TrainingRun>(await Http.PostAsJsonAsync("/api/training-runs", body, CoreJson.Options, TestContext.Current.CancellationToken));

    public Task<TrainingRun> TrainingAsync(string id, Func<TrainingRun, bool>? until = null) =>
        PollAsync($"/api/training-runs/{id}", until ?? (run => run.Status is not (RunStatus.Pending or RunStatus.Running)));

    public Task<Restoration> RestorationAsync(string id) =>
        PollAsync<Restoration>($"/api/restorations/{id}", found => found.Status is not (RunStatus.Pending or RunStatus.Running));

    public async Task<T> PollAsync<T>(string path, Func<T, bool> until)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var response = await Http.GetAsync(path, TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode && await ReadAsync<T>(response) is var found && until(found))
                return found;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{path} was waited for during 30 s; it is {await Http.GetStringAsync(path, TestContext.Current.CancellationToken)}");
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonSerializer.Deserialize<T>(text, CoreJson.Options)!;
    }

    /// <summary>The status and the sentence of a problem.</summary>
    public static async Task<(int Status, string Sentence)> ProblemAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, problem.GetProperty("detail").GetString()!);
    }
}
