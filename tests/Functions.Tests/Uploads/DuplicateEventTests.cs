using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
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

    private async Task AcceptAsync(string name)
    {
        var (jobs, options) = (Options.Create(new GpuJobOptions()), Options.Create(new RestorationOptions()));
        var lists = new PhotographLists(app.Storage, options);
        var progress = new RestorationProgress(app.Storage, new PhotographOutcomes(app.Storage, lists));
        using var registry = new ModelRegistryStore(app.Storage, app.Clock);
        var starter = new OrchestrationStarter(NullLogger<OrchestrationStarter>.Instance);
        var records = new RestorationRecords(app.Storage, starter, registry, WebhookServices.Acceptance(app.Storage), lists, progress, jobs, options, app.Clock);
        var acceptance = new UploadAcceptance(app.Storage, records, app.Clock, NullLogger<UploadAcceptance>.Instance);
        await acceptance.AcceptAsync(app.Storage.Blob(Containers.Restored, name), name, _client, Token);
    }
}
