using CloudRestore.Cli.Connections;
using CloudRestore.Cli.Demo;
using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Stack;
using CloudRestore.Testing;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.EndToEnd.Support;

/// <summary>Azurite, the function app and a runner as real processes, with a champion that an undisturbed run has made.</summary>
public sealed class TrainedStack : IAsyncLifetime
{
    public const string Dataset = "photographs";
    public const string UndisturbedRun = "undisturbed";

    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private LocalStack? _stack;
    private Connection? _connection;

    public LocalStack Stack => _stack!;

    public string DataFolder => _folder.FullPath;

    /// <summary>Where both processes send their spans.</summary>
    public Collector Collector { get; } = new("/v1/traces");

    internal ApiClient Api => _connection!.Api;

    internal IReadOnlyList<PhotographFile> Photographs { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Photographs = await DemoPhotographs.FindAsync(null, null, Console.Error.WriteLine, cancellationToken);
        _stack = await LocalStack.StartAsync(
            new StackOptions
            {
                DataFolder = _folder.FullPath,
                FunctionAppSettings = Telemetry(new() { ["GpuJobs__Tick"] = "00:00:02", ["Emulator__QueueLease"] = "00:00:05", ["Logging__LogLevel__Function"] = "Debug" }),
                RunnerSettings = Telemetry(new() { ["Worker__Visibility"] = "00:00:05", ["Worker__CheckpointInterval"] = "00:00:00.001" }),
            },
            cancellationToken);
        _connection = Connection.To(_stack);
        new StackFile(_stack.Url.ToString(), _stack.Key, _stack.ConnectionString, Environment.ProcessId).Write(_folder.FullPath);
        await DatasetUpload.UploadAsync(_stack.Storage, Dataset, Photographs, cancellationToken);
        await StartAsync(UndisturbedRun, PromotionPolicy.Always);
        var run = await EndAsync(UndisturbedRun);
        run.Status.Should().Be(RunStatus.Succeeded, run.Reason);
    }

    /// <summary>Starts a run like the undisturbed one under another id.</summary>
    public Task<TrainingRun> StartAsync(string id, PromotionPolicy promotion = PromotionPolicy.Never) => Api.StartTrainingAsync(
        new StartTrainingRun(Dataset, id, "tiny", Seed: 7, Promotion: promotion), TestContext.Current.CancellationToken);

    /// <summary>Waits for the end of a run.</summary>
    public async Task<TrainingRun> EndAsync(string id)
    {
        TrainingRun? run = null;
        await Eventually.TrueAsync(
            async () =>
            {
                run = await Api.GetTrainingAsync(id, TestContext.Current.CancellationToken);
                return run.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled;
            },
            $"run {id} ends",
            RunLimit);
        return run!;
    }

    /// <summary>The bytes of the weights that a run registered.</summary>
    public async Task<byte[]> WeightsAsync(string run)
    {
        var blob = Stack.Storage.Blob(Containers.Models, ModelBlobs.Folder(run) + "generator.safetensors");
        return (await blob.DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        if (_stack is not null)
            await _stack.DisposeAsync();
        await Collector.DisposeAsync();
        _folder.Dispose();
    }

    private Dictionary<string, string> Telemetry(Dictionary<string, string> settings) => new(settings)
    {
        [TelemetrySettings.OtlpEndpoint] = Collector.Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
    };
}
