using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Messages;
using CloudRestore.GpuRunner.Restorations;
using CloudRestore.GpuRunner.Training;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Learning.Stages;
using CloudRestore.Testing;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>The parts of one runner, put together as its process does, with a scratch folder of its own.</summary>
internal sealed class TestRunner : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelCache? _models;
    private readonly ScratchSpace? _scratch;

    /// <summary>A runner that does all jobs as scripted.</summary>
    public TestRunner(StorageClients storage, IJobHandler handler, Action<WorkerOptions>? change = null, TimeProvider? time = null)
        : this(storage, change, time) => Jobs = NewJobs(storage, [handler]);

    /// <summary>A runner that restores and trains.</summary>
    public TestRunner(StorageClients storage, Func<string, IStage>? stages = null, Action<WorkerOptions>? change = null, TimeProvider? time = null)
        : this(storage, change, time)
    {
        var device = new TorchDevice(Options);
        _scratch = new ScratchSpace(Options);
        _models = new ModelCache(storage, _scratch, device, Options);
        var training = new StageJobHandler(storage, stages ?? StageCatalog.Get, _scratch, device, Options, Time, Log.For<StageJobHandler>());
        Jobs = NewJobs(storage, [training, new RestorationJobHandler(storage, _models, Time)]);
    }

    private TestRunner(StorageClients storage, Action<WorkerOptions>? change, TimeProvider? time)
    {
        var options = Quick(_folder.FullPath);
        change?.Invoke(options);
        (Storage, Options, Time) = (storage, Microsoft.Extensions.Options.Options.Create(options), time ?? TimeProvider.System);
    }

    public StorageClients Storage { get; }

    public IOptions<WorkerOptions> Options { get; }

    public TimeProvider Time { get; }

    public LogLines Log { get; } = new();

    public JobRunner Jobs { get; private init; } = null!;

    public string ScratchFolder => _folder.FullPath;

    public QueueLoop Loop => new(Storage, Jobs, Options, Time, Log.For<QueueLoop>());

    public static WorkerOptions Quick(string scratch) => new()
    {
        Visibility = TimeSpan.FromSeconds(30),
        Lease = TimeSpan.FromSeconds(15),
        Heartbeat = TimeSpan.FromMilliseconds(50),
        ShortestPoll = TimeSpan.FromMilliseconds(10),
        LongestPoll = TimeSpan.FromMilliseconds(50),
        CheckpointInterval = TimeSpan.FromHours(1),
        RetryDelay = TimeSpan.Zero,
        Device = "cpu",
        Threads = 1,
        ScratchFolder = scratch,
        Name = "the-test",
    };

    /// <summary>Takes the next message of the queue and does what it asks.</summary>
    public async Task RunNextAsync(JobQueue queue, CancellationToken stopping = default)
    {
        using var message = await queue.TakeAsync();
        await Jobs.RunAsync(message, stopping);
    }

    public void Dispose()
    {
        _models?.Dispose();
        _scratch?.Dispose();
        _folder.Dispose();
    }

    private JobRunner NewJobs(StorageClients storage, IReadOnlyList<IJobHandler> handlers)
    {
        var messages = new FinishedMessages(storage);
        return new JobRunner(storage, handlers, new JobResults(storage, messages), messages, Options, Time, Log.For<JobRunner>());
    }
}
