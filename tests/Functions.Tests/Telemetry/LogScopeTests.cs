using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.Functions.Tests.Telemetry;

public class LogScopeTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_of_activities_and_triggers_carry_the_ids_of_run_and_job_as_properties()
    {
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Succeeded);

        var ended = await LineAsync($"The run {id} has ended: Succeeded.");
        var queued = await LineAsync($"Job {id}.gan is in the queue gpu-train.");
        var told = await LineAsync($"Job {id}.gan has ended: Succeeded.");

        ended.Scope.Should().Contain("RunId", id);
        queued.Scope.Should().Contain("RunId", id).And.Contain("JobId", $"{id}.gan").And.Contain("JobKind", "gan");
        told.Scope.Should().Contain("JobId", $"{id}.gan");
    }

    [Fact]
    public async Task Lines_of_a_restoration_carry_its_id_and_not_another_s()
    {
        var (one, other) = (FunctionApp.NewId("rest"), FunctionApp.NewId("rest"));
        foreach (var id in new[] { one, other })
        {
            await app.UploadAsync($"{id}.jpg", Photographs.Jpeg(1));
            await app.PostAsync("/api/restorations", new Core.Api.StartRestoration([$"{id}.jpg"], id, FunctionApp.Model));
        }

        foreach (var id in new[] { one, other })
        {
            var ended = await LineAsync($"The restoration {id} has ended: Succeeded.");
            ended.Scope.Should().Contain("RestorationId", id).And.NotContainKey("RunId");
        }
    }

    private async Task<RecordedLine> LineAsync(string message)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(180));
        while (true)
        {
            if (app.Log.Lines.FirstOrDefault(line => line.Message == message) is { } found)
                return found;
            await Task.Delay(100, patience.Token);
        }
    }
}
