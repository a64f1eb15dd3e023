using CloudRestore.Core.Jobs;
using CloudRestore.Core.Models;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Training;
using CloudRestore.Functions.Uploads;
using CloudRestore.Testing;
using CloudRestore.Testing.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.Telemetry;

/// <summary>Activities may run twice and requests come twice; what they did is counted once. No app looks at this storage.</summary>
public sealed class MeasuredOnceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Uploaded = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly StorageClients _storage = StorageClients.FromConnectionString(azurite.ConnectionString);
    private readonly Measured _measured = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restored_upload_with_the_time_since_it_was_uploaded()
    {
        var id = await RestorationAsync();
        var output = new GpuJobEnd(JobOutcome.Succeeded, 1, new BlobAddress(Containers.Restored, "a.jpg"), null);

        await EndTwiceAsync(new RestorationEnding(id, [output], false, null, Uploaded.AddSeconds(12)));

        _measured.Of("cloudrestore.restorations").Should().Equal((1, "cloudrestore.outcome=succeeded"));
        _measured.Of("cloudrestore.upload.duration").Should().Equal((12, ""));
    }

    [Fact]
    public async Task A_restoration_that_failed_and_no_time()
    {
        await EndTwiceAsync(new RestorationEnding(await RestorationAsync(), [null], false, "The queue is gone.", Uploaded));

        _measured.Of("cloudrestore.restorations").Should().Equal((1, "cloudrestore.outcome=failed"));
        _measured.Of("cloudrestore.upload.duration").Should().BeEmpty();
    }

    [Fact]
    public async Task A_training_run()
    {
        var request = new TrainingRequest { Id = FunctionApp.NewId("run"), Dataset = "set", Preset = "tiny", Seed = 1, CreatedAt = Uploaded };
        var activities = new OutcomeActivities(_storage, NullLogger<OutcomeActivities>.Instance);
        var ending = new TrainingEnding { Request = request, Status = RunStatus.Cancelled, FinishedAt = Uploaded };

        await activities.WriteTrainingOutcome(ending, Token);
        await activities.WriteTrainingOutcome(ending, Token);

        _measured.Of("cloudrestore.training_runs").Should().Equal((1, "cloudrestore.outcome=cancelled"));
    }

    [Fact]
    public async Task A_job_that_is_ended_without_a_runner()
    {
        var job = new JobMessage
        {
            JobId = FunctionApp.NewId("job"),
            Kind = JobKind.Restore,
            Restoration = new RestorationJob { Source = new(Containers.Jobs, "gone.jpg"), Target = new(Containers.Restored, "gone.jpg"), Model = FunctionApp.Model },
        };
        var activities = new GpuJobActivities(_storage, new ErrorDocuments(_storage), NullLogger<GpuJobActivities>.Instance);
        var closing = new JobClosing(job, Cancelled: false, "No GPU runner took the job.", Uploaded.UtcDateTime);

        await activities.CloseJob(closing, Token);
        await activities.CloseJob(closing, Token);

        _measured.Of("cloudrestore.jobs").Should().Equal((1, "cloudrestore.job.kind=restore,cloudrestore.outcome=failed"));
        _measured.Of("cloudrestore.job.duration").Should().BeEmpty("no runner has begun it");
    }

    [Fact]
    public async Task Promotions_and_rollbacks()
    {
        using var registry = new ModelRegistryStore(_storage, TimeProvider.System);
        var changes = new ChampionChanges(registry, TimeProvider.System);
        await _storage.Blob(Containers.Models, ModelBlobs.Registry).WriteJsonAsync(new ModelRegistry { Champion = "one" }, Token);
        foreach (var version in new[] { "one", "two" })
            await _storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).WriteJsonAsync(new { version }, Token);

        await changes.PromoteAsync("two", null, IfMatch.Anything, "promote", Token);
        await changes.PromoteAsync("two", null, IfMatch.Anything, "promote", Token);
        await changes.RollBackAsync(null, IfMatch.Anything, "back", Token);
        await changes.RollBackAsync(null, IfMatch.Anything, "back", Token);
        await changes.SetCandidateAsync("two", IfMatch.Anything, Token);

        _measured.Of("cloudrestore.promotions").Should().Equal((1, "cloudrestore.promotion.cause=request"), (1, "cloudrestore.promotion.cause=rollback"));
    }

    public async ValueTask InitializeAsync() => await _storage.EnsureCreatedAsync(Token);

    public ValueTask DisposeAsync()
    {
        _measured.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task EndTwiceAsync(RestorationEnding ending)
    {
        var activities = new RestorationActivities(_storage, new FailedUploads(_storage, NullLogger<FailedUploads>.Instance), NullLogger<RestorationActivities>.Instance);
        await activities.WriteRestorationOutcome(ending, Token);
        await activities.WriteRestorationOutcome(ending, Token);
    }

    private async Task<string> RestorationAsync()
    {
        var id = FunctionApp.NewId("measured");
        var request = new RestorationRequest
        {
            Id = id,
            Photographs = [new("a.jpg", new BlobAddress(Containers.Uploads, "a.jpg"), null, new BlobAddress(Containers.Restored, "a.jpg"))],
            Model = FunctionApp.Model,
            CreatedAt = Uploaded.AddSeconds(1),
            UploadedAt = Uploaded,
        };
        await _storage.Blob(Containers.Jobs, JobBlobs.Request(id)).WriteJsonAsync(request, Token);
        return id;
    }
}
