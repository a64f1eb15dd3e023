using System.Globalization;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Hosting;
using CloudRestore.Functions.Webhooks;
using CloudRestore.Stack;
using CloudRestore.Testing;
using CloudRestore.Testing.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>The whole function app in this process, on Azurite, with a runner that does what a test tells it.</summary>
public sealed partial class FunctionApp : IAsyncLifetime
{
    /// <summary>A model that is always there, for restorations that name one.</summary>
    public const string Model = "model-1";

    /// <summary>What the app signs events with.</summary>
    public const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The dataset of the retraining schedule.</summary>
    public const string RetrainingSet = "retraining-set";

    /// <summary>A restoration of more photographs is cut into chunks.</summary>
    public const int ChunkSize = 36;

    // Far more than anything takes, because the machine may be busy with something else.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly AzuriteFixture _azurite = new();
    private readonly TemporaryFolder _folder = new();
    private IHost? _host;

    /// <summary>The app's and the runner's clock. It starts ten seconds before a full minute.</summary>
    public TimeProvider Clock { get; private set; } = TimeProvider.System;

    public StorageClients Storage { get; private set; } = null!;

    public ScriptedRunner Runner { get; private set; } = null!;

    /// <summary>Whom webhooks may call here, at <see cref="WebhookReceiver.Host"/>.</summary>
    public WebhookReceiver Receiver { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    /// <summary>What the app has logged.</summary>
    public RecordedLog Log { get; } = new();

    /// <summary>Recorded before the app started, and never scheduled.</summary>
    public CrashRemains Remains { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string NewId(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..30];

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        var url = $"http://127.0.0.1:{FreePort.Take(1)[0]}";
        Storage = StorageClients.FromConnectionString(_azurite.ConnectionString);
        await Storage.EnsureCreatedAsync(CancellationToken.None);
        await AddModelAsync(Model);
        Clock = new ShiftedTime(secondOfMinute: 50);
        Remains = await CrashRemains.LeaveAsync(this);
        Runner = new ScriptedRunner(Storage, Clock);
        Receiver = await WebhookReceiver.StartAsync();

        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = _azurite.ConnectionString,
            ["Emulator:Assembly"] = "CloudRestore.Functions",
            ["Emulator:Url"] = url,
            ["Emulator:StateFolder"] = _folder.File("state"),
            ["Emulator:FunctionKey"] = "the-key",
            ["Emulator:BlobPollingInterval"] = "00:00:00.25",
            ["Emulator:StopWait"] = "00:00:05",
            ["GpuJobs:Tick"] = "00:00:00.3",
            ["GpuJobs:HeartbeatTimeout"] = "00:00:04",
            ["GpuJobs:CancelTimeout"] = "00:00:02",
            ["GpuJobs:TicksPerGeneration"] = "3",
            ["GpuJobs:MaxRequeues"] = "1",
            ["Restorations:ChunkSize"] = $"{ChunkSize}",
            ["Restorations:ChunksAtOnce"] = "2",
            ["Promotion:MinPhotographs"] = "2",
            ["Datasets:StepEntries"] = "10",
            // Far away: the tests say when.
            ["RetrainSchedule"] = "0 0 0 29 2 *",
            ["Retraining:Dataset"] = RetrainingSet,
            ["Retraining:Preset"] = "tiny",
            ["Retraining:MinNewPhotographs"] = "3",
            ["Retraining:Promotion"] = "Never",
            ["Webhooks:SigningSecret"] = WebhookSecret,
            ["Webhooks:AdditionalPorts:0"] = Receiver.Port.ToString(CultureInfo.InvariantCulture),
            ["Webhooks:AllowedNetworks:0"] = "127.0.0.1/32",
            ["Webhooks:TrustedCertificates"] = Receiver.CertificateFile,
            ["Webhooks:AtOnce"] = "8",
            ["Webhooks:FirstRetry"] = "00:00:00.2",
            ["Webhooks:LongestRetry"] = "00:00:01",
            ["Webhooks:StageInterval"] = "00:00:00",
            ["Webhooks:Tick"] = "00:00:01",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Logging.AddProvider(Log).AddFilter<RecordedLog>("CloudRestore.Functions", LogLevel.Information);
        builder.Services.AddSingleton(Clock);
        builder.Services.AddSingleton<IHostResolver>(new ScriptedResolver()
            .Add(WebhookReceiver.Host, ["127.0.0.1"])
            .Add("inside.test", ["10.0.0.7"]));
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

        if (Receiver is not null)
            await Receiver.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    public async Task SetChampionAsync(string? version)
    {
        if (version is not null)
            await AddModelAsync(version);
        await Storage.Blob(Containers.Models, ModelBlobs.Registry).WriteJsonAsync(new ModelRegistry { Champion = version }, Token);
    }

    /// <summary>Makes a champion that a run trained on photographs of these contents.</summary>
    public async Task<string> TrainedChampionAsync(params IReadOnlyList<string> hashes)
    {
        var version = await TrainedModelAsync(hashes);
        await SetChampionAsync(version);
        return version;
    }

    /// <summary>Makes a model that a run trained on photographs of these contents.</summary>
    public async Task<string> TrainedModelAsync(params IReadOnlyList<string> hashes)
    {
        var version = NewId("trained");
        var now = Clock.GetUtcNow();
        await Storage.Blob(Containers.Runs, RunBlobs.Outcome(version)).WriteJsonAsync(new TrainingOutcome { Id = version, Status = RunStatus.Succeeded, FinishedAt = now }, Token);
        var photographs = hashes.Select((hash, i) => new DatasetPhotograph($"{i}.jpg", hash, 64, 64, DatasetPhotograph.Train));
        await Storage.Blob(Containers.Runs, RunBlobs.Manifest(version)).WriteJsonAsync(new DatasetManifest { Dataset = "other", Photographs = [.. photographs] }, Token);
        var request = new TrainingRequest { Id = version, Dataset = "other", Preset = "tiny", Seed = 1, CreatedAt = now };
        await Storage.Blob(Containers.Runs, RunBlobs.Request(version)).WriteJsonAsync(request, Token);
        await AddModelAsync(version);
        return version;
    }

    /// <summary>Registers a model as <paramref name="card"/> describes it, with other files beside its manifest.</summary>
    public async Task AddModelAsync(string version, object? card = null, IReadOnlyDictionary<string, byte[]>? files = null)
    {
        foreach (var (name, bytes) in files ?? new Dictionary<string, byte[]>())
            await Storage.Blob(Containers.Models, ModelBlobs.Folder(version) + name).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);
        await Storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).WriteJsonAsync(card ?? new { version }, CancellationToken.None);
    }
}
