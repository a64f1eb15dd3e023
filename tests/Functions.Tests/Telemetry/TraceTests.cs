using System.Diagnostics;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Uploads;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.Functions.Tests.Telemetry;

/// <summary>What was asked for once is one trace, through the queues and back. The scripted runner's part is that of the real one.</summary>
[Collection(ChampionTests.Name)]
public sealed class TraceTests(FunctionApp app) : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly RecordedSpans _spans = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_run_is_one_trace_from_the_caller_s_request_to_its_outcome()
    {
        var id = FunctionApp.NewId("run");
        var answer = await app.SendAsync(
            HttpMethod.Post, "/api/training-runs", FunctionApp.Tiny(await app.DatasetAsync(4), id), ("traceparent", $"00-{TraceId}-b7ad6b7169203331-01"));
        answer.IsSuccessStatusCode.Should().BeTrue();
        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Succeeded);

        var jobs = RunStage.Of(cycles: 1).Select(stage => $"{id}.{stage.Name}").ToList();
        var spans = await SpansAsync(id, all => Named(all, SpanNames.EndTraining).Count > 0 && jobs.TrueForAll(job => Told(all, job)));

        spans.Should().OnlyContain(span => span.TraceId.ToString() == TraceId);
        spans.Select(span => span.OperationName).Distinct().Should().BeEquivalentTo(
            SpanNames.AcceptTraining, SpanNames.ListDataset, SpanNames.InspectDataset, SpanNames.WriteManifest, SpanNames.Crappify, SpanNames.EnqueueJob, SpanNames.RunJob,
            SpanNames.FinishJob, SpanNames.RegisterModel, SpanNames.JudgeModel, SpanNames.PromoteModel, SpanNames.EndTraining);
        var accepted = Named(spans, SpanNames.AcceptTraining).Should().ContainSingle().Subject;
        spans.Where(span => span != accepted && span.OperationName is not (SpanNames.RunJob or SpanNames.FinishJob))
            .Should().OnlyContain(span => span.ParentSpanId == accepted.SpanId, "what orchestrations call follows from what was accepted");
        foreach (var job in jobs)
            ShouldBeAChain(spans, job);
        Named(spans, SpanNames.EndTraining).Should().ContainSingle().Which.GetTagItem(TagNames.Outcome).Should().Be("succeeded");
    }

    [Fact]
    public async Task An_upload_is_one_trace_in_which_its_name_is_not_told()
    {
        await app.SetChampionAsync("champion-1");
        var name = $"{FunctionApp.NewId("up")}/Grossmutter 1911.jpg";
        var id = UploadKey.RestorationId(name, await app.UploadAsync(name, Photographs.Jpeg(1)));
        (await app.RestorationAsync(id)).Status.Should().Be(RunStatus.Succeeded);

        var ended = await SpansAsync(id, all => Named(all, SpanNames.EndRestoration).Count > 0 && Told(all, $"{id}.0"));
        var accepted = Named(ended, SpanNames.AcceptRestoration)[0];
        await Eventually(() => Named(_spans.Of(accepted.TraceId), SpanNames.AcceptUpload).Count > 0);

        var trace = _spans.Of(accepted.TraceId);
        var upload = Named(trace, SpanNames.AcceptUpload).Should().ContainSingle().Subject;
        (upload.Kind, upload.ParentSpanId, accepted.ParentSpanId).Should().Be((ActivityKind.Consumer, default, upload.SpanId));
        Named(trace, SpanNames.EndRestoration).Should().OnlyContain(span => span.ParentSpanId == accepted.SpanId);
        ShouldBeAChain(trace, $"{id}.0");
        trace.Should().OnlyContain(span => !RecordedSpans.TextOf(span).Contains("Grossmutter"));
    }

    [Fact]
    public async Task A_comparison_is_one_trace_from_the_caller_s_request_to_its_outcome()
    {
        const string Caller = "4bf92f3577b34da6a3ce929d0e0e4736";
        string[] models = [await app.TrainedModelAsync(), await app.TrainedModelAsync()];
        var id = FunctionApp.NewId("comparison");
        var body = new StartComparison(models, await app.DatasetAsync(4)) { Id = id };

        (await app.SendAsync(HttpMethod.Post, "/api/models/compare", body, ("traceparent", $"00-{Caller}-b7ad6b7169203331-01"))).IsSuccessStatusCode.Should().BeTrue();
        (await app.PollAsync<Comparison>($"/api/comparisons/{id}", found => found.FinishedAt is not null)).Status.Should().Be(RunStatus.Succeeded);

        var trace = ActivityTraceId.CreateFromString(Caller);
        await Eventually(() => Named(_spans.Of(trace), SpanNames.EndComparison).Count > 0 && Named(_spans.Of(trace), SpanNames.FinishJob).Count >= models.Length);
        var spans = _spans.Of(trace);
        spans.Select(span => span.OperationName).Distinct().Should().Contain(
        [
            SpanNames.AcceptComparison, SpanNames.ListDataset, SpanNames.InspectDataset, SpanNames.WriteManifest, SpanNames.Crappify, SpanNames.EnqueueJob, SpanNames.RunJob,
            SpanNames.FinishJob, SpanNames.CompareModels, SpanNames.EndComparison,
        ]);
        Named(spans, SpanNames.EndComparison).Should().ContainSingle();
        spans.Where(span => span.OperationName != SpanNames.FinishJob).Should().OnlyContain(span => Equals(span.GetTagItem(TagNames.Comparison), id) && span.GetTagItem(TagNames.Run) == null);
    }

    [Fact]
    public async Task A_request_that_is_repeated_finds_its_run_in_the_first_trace()
    {
        var body = FunctionApp.Tiny(await app.DatasetAsync(4), FunctionApp.NewId("run"));
        await app.SendAsync(HttpMethod.Post, "/api/training-runs", body, ("traceparent", $"00-{TraceId}-b7ad6b7169203331-01"));

        var again = await app.SendAsync(HttpMethod.Post, "/api/training-runs", body, ("traceparent", "00-11111111111111111111111111111111-2222222222222222-01"));

        again.IsSuccessStatusCode.Should().BeTrue(await again.Content.ReadAsStringAsync(Token));
        var recorded = await app.Storage.Blob(Containers.Runs, RunBlobs.Request(body.Id!)).ReadJsonAsync<TrainingRequest>(Token);
        recorded!.TraceParent.Should().StartWith($"00-{TraceId}-");
        (await app.TrainingAsync(body.Id!)).Status.Should().Be(RunStatus.Succeeded);
    }

    public void Dispose() => _spans.Dispose();

    /// <summary>Queued after it was accepted, run after it was queued, told after it was run.</summary>
    private static void ShouldBeAChain(IReadOnlyList<Activity> spans, string job)
    {
        var (queued, run, told) = (Of(SpanNames.EnqueueJob), Of(SpanNames.RunJob), Of(SpanNames.FinishJob));
        queued.Should().NotBeEmpty().And.OnlyContain(span => span.Kind == ActivityKind.Producer);
        run.Should().NotBeEmpty().And.OnlyContain(span => span.Kind == ActivityKind.Consumer && queued.Exists(parent => parent.SpanId == span.ParentSpanId));
        told.Should().NotBeEmpty().And.OnlyContain(span => span.Kind == ActivityKind.Consumer && run.Exists(parent => parent.SpanId == span.ParentSpanId));

        List<Activity> Of(string name) => [.. spans.Where(span => span.OperationName == name && Equals(span.GetTagItem(TagNames.Job), job))];
    }

    private static bool Told(IReadOnlyList<Activity> spans, string job) => Named(spans, SpanNames.FinishJob).Exists(span => Equals(span.GetTagItem(TagNames.Job), job));

    private static List<Activity> Named(IEnumerable<Activity> spans, string name) => [.. spans.Where(span => span.OperationName == name)];

    // An answer may be there before the span around its making has ended.
    private async Task<IReadOnlyList<Activity>> SpansAsync(string id, Func<IReadOnlyList<Activity>, bool> until)
    {
        await Eventually(() => until(_spans.Of(id)));
        return _spans.Of(id);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(180));
        while (!condition())
            await Task.Delay(100, patience.Token);
    }
}
