using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Sweeping;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CloudRestore.Functions.Tests.Uploads;

[Collection(ChampionTests.Name)]
public class DuplicateEventTests(FunctionApp app)
{
    private readonly DurableTaskClient _client = Substitute.For<DurableTaskClient>("test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_come_again_after_a_promotion_find_the_restoration_and_its_model()
    {
        await app.SetChampionAsync("champion-1");
        var (name, id) = await UploadedAsync();
        await AcceptAsync(name);
        await app.SetChampionAsync("champion-2");

        await AcceptAsync(name);

        var record = await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(id)).ReadJsonAsync<RestorationRequest>(Token);
        record!.Model.Should().Be("champion-1");
    }

    [Fact]
    public async Task An_event_whose_restoration_runs_already_schedules_nothing()
    {
        await app.SetChampionAsync("champion-1");
        var (name, id) = await UploadedAsync();
        await AcceptAsync(name);
        _client.ClearReceivedCalls();
        _client.GetInstanceAsync(id, Arg.Any<CancellationToken>()).Returns(new OrchestrationMetadata("RestorationOrchestrator", id));

        await AcceptAsync(name);

        await _client.DidNotReceiveWithAnyArgs().ScheduleNewOrchestrationInstanceAsync(default, default, default, Token);
    }

    [Fact]
    public async Task The_sweep_passes_over_what_an_event_told_of_and_accepts_what_none_did_once_it_is_old_enough()
    {
        await app.SetChampionAsync("champion-1");
        var name = $"{FunctionApp.NewId("up")}.jpg";
        var id = UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1)));
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + UploadSweepTimer.Patience + TimeSpan.FromMinutes(1));
        await SweepAsync(later);
        Scheduled(id).Should().Be(0);

        await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(id)).DeleteAsync(cancellationToken: Token);
        await app.Storage.Blob(Containers.Jobs, JobBlobs.Outcome(id)).DeleteAsync(cancellationToken: Token);
        await SweepAsync(new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        Scheduled(id).Should().Be(0, "its event may still come");
        await SweepAsync(later);
        Scheduled(id).Should().Be(1);
        await SweepAsync(later);
        Scheduled(id).Should().Be(1, "it is recorded, and what is recorded is another sweep's");
    }

    [Fact]
    public async Task An_upload_of_which_its_event_duplicates_and_the_sweep_tell_at_once_is_restored_once()
    {
        await app.SetChampionAsync("champion-1");
        var name = $"{FunctionApp.NewId("up")}.jpg";
        var id = UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1)));
        ReachTheApp(id);
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + UploadSweepTimer.Patience + TimeSpan.FromMinutes(1));
        Task EventAsync() => WithAcceptanceAsync(acceptance => acceptance.AcceptAsync(app.Storage.Blob(Containers.Uploads, name), name, _client, Token));

        await Task.WhenAll(EventAsync(), SweepAsync(later), EventAsync(), SweepAsync(later), EventAsync());
        var restoration = await app.RestorationAsync(id);
        await Task.WhenAll(EventAsync(), SweepAsync(later));

        (restoration.Status, restoration.Model).Should().Be((RunStatus.Succeeded, "champion-1"));
        app.Runner.TakenOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task The_sweep_leaves_alone_what_was_refused_as_it_is()
    {
        var name = $"{FunctionApp.NewId("wrong")}.jpg";
        await app.UploadAsync(name, Photographs.Jpeg(1), new() { [RestoredBlobs.ScaleMetadata] = "a lot" });
        var document = app.Storage.Blob(Containers.Restored, UploadKey.ErrorName(name));
        RestorationError? refused;
        while ((refused = await document.ReadJsonAsync<RestorationError>(Token)) is null)
            await Task.Delay(100, Token);

        await SweepAsync(new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1)));

        (await document.ReadJsonAsync<RestorationError>(Token)).Should().Be(refused);
    }

    [Fact]
    public async Task An_upload_that_is_gone_before_its_event_is_no_error()
    {
        await AcceptAsync(FunctionApp.NewId("gone"));

        _client.ReceivedCalls().Should().BeEmpty();
    }

    [Theory]
    [InlineData("../esc.png", "could lead outside")]
    [InlineData("x/../esc.png", "could lead outside")]
    [InlineData("dir/", "it begins or ends with '/'")]
    [InlineData("..", "could lead outside")]
    public async Task A_name_that_cannot_be_used_gets_an_error_document_whatever_blob_the_client_would_ask_for(string name, string reason)
    {
        await AcceptAsync(name);

        var error = await app.Storage.Blob(Containers.Restored, UploadKey.ErrorName(name)).ReadJsonAsync<RestorationError>(Token);
        (error!.Name, error.Job).Should().Be((name, null));
        error.Reason.Should().Contain(reason);
        _client.ReceivedCalls().Should().BeEmpty();
    }

    // Not in the container that the app watches, so that only these calls handle it.
    private async Task<(string Name, string Id)> UploadedAsync()
    {
        var name = FunctionApp.NewId("up");
        var upload = await app.Storage.Blob(Containers.Restored, name).UploadAsync(BinaryData.FromBytes(Photographs.Jpeg(1)), Token);
        return (name, UploadKey.RestorationId(name, upload.Value.ETag.Unquoted()));
    }

    private Task AcceptAsync(string name) =>
        WithAcceptanceAsync(acceptance => acceptance.AcceptAsync(app.Storage.Blob(Containers.Restored, name), name, _client, Token));

    private Task SweepAsync(TimeProvider clock) => WithAcceptanceAsync(acceptance =>
        new UploadSweepTimer(app.Storage, acceptance, new SettledRecords(), clock, NullLogger<UploadSweepTimer>.Instance).RunAsync(new TimerInfo(), _client, Token));

    /// <summary>Lets the client find and start a restoration in the app, which meanwhile hears of the upload by itself.</summary>
    private void ReachTheApp(string id)
    {
        const string Management = "/runtime/webhooks/durabletask";
        _client.GetInstanceAsync(id, Arg.Any<CancellationToken>()).Returns(async _ =>
            (int)(await app.Http.GetAsync($"{Management}/instances/{id}?code=the-key", Token)).StatusCode == 404 ? null : new OrchestrationMetadata(nameof(RestorationOrchestrator), id));
        _client.ScheduleNewOrchestrationInstanceAsync(
            Arg.Any<TaskName>(), Arg.Any<object>(), Arg.Is<StartOrchestrationOptions>(options => options.InstanceId == id), Arg.Any<CancellationToken>()).Returns(async call =>
        {
            var started = await app.PostAsync($"{Management}/orchestrators/{nameof(RestorationOrchestrator)}/{id}?code=the-key", call.Arg<RestorationStart>());
            started.EnsureSuccessStatusCode();
            return id;
        });
    }

    private int Scheduled(string id) => _client.ReceivedCalls().Count(call => call.GetArguments().OfType<StartOrchestrationOptions>().Any(options => options.InstanceId == id));

    private async Task WithAcceptanceAsync(Func<UploadAcceptance, Task> use)
    {
        var (jobs, options) = (Options.Create(new GpuJobOptions()), Options.Create(new RestorationOptions()));
        var lists = new PhotographLists(app.Storage, options);
        var progress = new RestorationProgress(app.Storage, new PhotographOutcomes(app.Storage, lists));
        using var registry = new ModelRegistryStore(app.Storage, app.Clock);
        var starter = new OrchestrationStarter(NullLogger<OrchestrationStarter>.Instance);
        var records = new RestorationRecords(app.Storage, starter, registry, WebhookServices.Acceptance(app.Storage), lists, progress, jobs, options, app.Clock);
        await use(new UploadAcceptance(app.Storage, records, new FailedUploads(app.Storage, NullLogger<FailedUploads>.Instance), app.Clock, NullLogger<UploadAcceptance>.Instance));
    }
}
