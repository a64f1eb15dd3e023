using System.Diagnostics;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.GpuRunner.Tests.Telemetry;

/// <summary>The runner's part of a trace, of the metrics and of the log.</summary>
public sealed class AttemptTraceTests(StorageAccount account) : IDisposable
{
    private const string Asked = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly RecordedSpans _spans = new();

    [Fact]
    public async Task An_attempt_follows_from_its_message_and_result_and_announcements_from_the_attempt()
    {
        var job = SampleJobs.Training() with { TraceParent = Asked };
        var queue = await JobQueue.WithAsync(account.Clients, job, job);
        using var runner = new TestRunner(account.Clients, new ScriptedHandler());
        await runner.RunNextAsync(queue);
        await runner.RunNextAsync(queue);

        var span = _spans.Of(job.JobId).Should().ContainSingle("a duplicate only announces").Subject;
        (span.OperationName, span.Kind, span.ParentId, span.Status).Should().Be((SpanNames.RunJob, ActivityKind.Consumer, Asked, ActivityStatusCode.Unset));
        span.GetTagItem(TagNames.Run).Should().Be(job.Training!.RunId);
        span.GetTagItem(TagNames.Kind).Should().Be("pretrain-generator");
        span.GetTagItem(TagNames.Outcome).Should().Be("succeeded");
        (await account.ResultAsync(job.JobId))!.TraceParent.Should().Be(span.Id);
        (await account.AnnouncementsAsync(job.JobId)).Select(finished => finished.TraceParent).Should().Equal(span.Id, span.Id);
    }

    [Fact]
    public async Task Every_attempt_is_a_span_of_the_same_trace_with_the_type_of_its_error_and_no_names()
    {
        var job = SampleJobs.Training() with { TraceParent = Asked };
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var attempts = 0;
        using var runner = new TestRunner(account.Clients, new ScriptedHandler(_ => ++attempts switch
        {
            1 => throw new IOException("\"Grossmutter 1911.jpg\" cannot be read."),
            2 => throw new PermanentFailureException("\"Grossmutter 1911.jpg\" is broken."),
            _ => Task.CompletedTask,
        }));
        using var measured = new Measured();
        await runner.RunNextAsync(queue);
        await Eventually.BeAsync(queue.IsVisibleAsync, "the second delivery");
        await runner.RunNextAsync(queue);

        var spans = _spans.Of(job.JobId);
        spans.Should().HaveCount(2).And.OnlyContain(span => span.ParentId == Asked && span.Status == ActivityStatusCode.Error);
        spans.Select(span => (span.GetTagItem(TagNames.Outcome), span.GetTagItem(TagNames.ErrorType)))
            .Should().Equal(("retried", typeof(IOException).FullName), ("failed", typeof(PermanentFailureException).FullName));
        spans.Should().OnlyContain(span => !RecordedSpans.TextOf(span).Contains("Grossmutter"));
        measured.Of("cloudrestore.job.attempts").Should().Equal(
            (1, "cloudrestore.job.kind=pretrain-generator,cloudrestore.outcome=retried"), (1, "cloudrestore.job.kind=pretrain-generator,cloudrestore.outcome=failed"));
        measured.Of("cloudrestore.jobs").Should().Equal((1, "cloudrestore.job.kind=pretrain-generator,cloudrestore.outcome=failed"));
        measured.Of("cloudrestore.job.duration").Should().ContainSingle().Which.Value.Should().BeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-not-a-trace")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    public async Task A_message_without_a_trace_that_can_be_read_is_done_in_one_of_its_own(string? traceParent)
    {
        var job = SampleJobs.Training() with { TraceParent = traceParent };
        using var runner = new TestRunner(account.Clients, new ScriptedHandler());
        await runner.RunNextAsync(await JobQueue.WithAsync(account.Clients, job));

        var result = (await account.ResultAsync(job.JobId))!;
        var span = _spans.Of(job.JobId).Should().ContainSingle().Subject;
        (result.Outcome, result.TraceParent, span.ParentSpanId).Should().Be((JobOutcome.Succeeded, span.Id, default));
    }

    [Fact]
    public async Task A_stage_s_transfers_and_its_computing_are_parts_of_the_attempt()
    {
        await TrainingData.UploadAsync(account.Clients);
        var job = SampleJobs.Training() with { TraceParent = Asked };
        using var measured = new Measured();
        var rate = 0.0;
        using var runner = new TestRunner(account.Clients, _ => new ScriptedStage((context, token) =>
        {
            // Other tests may report for stages of the same kind in between.
            while (rate != 12345.5)
            {
                token.ThrowIfCancellationRequested();
                context.Report(new Learning.Stages.StageProgress("pretrain-generator", 1, 2, null, 12345.5, null, null));
                rate = measured.Gauge("cloudrestore.stage.images_per_second").FirstOrDefault(found => found.Tags == "cloudrestore.job.kind=pretrain-generator").Value;
            }

            return ScriptedStage.Done;
        }));
        await runner.RunNextAsync(await JobQueue.WithAsync(account.Clients, job));

        (await account.ResultAsync(job.JobId))!.Outcome.Should().Be(JobOutcome.Succeeded);
        var attempt = _spans.Of(job.JobId).Should().ContainSingle().Subject;
        var parts = _spans.Of(attempt.TraceId).Where(span => span.ParentSpanId == attempt.SpanId);
        parts.Select(span => span.OperationName).Should().Equal(SpanNames.DownloadInputs, SpanNames.ComputeStage, SpanNames.UploadOutputs);
        measured.Gauge("cloudrestore.stage.images_per_second").Should().NotContain(found => found.Value == 12345.5, "a stage that runs no longer has no rate");
    }

    [Fact]
    public async Task Lines_of_a_job_carry_its_ids_as_properties()
    {
        var job = SampleJobs.Training();
        using var runner = new TestRunner(account.Clients, new ScriptedHandler());
        await runner.RunNextAsync(await JobQueue.WithAsync(account.Clients, job));

        runner.Log.Recorded.Lines.Should().NotBeEmpty().And.OnlyContain(line =>
            line.Scope["RunId"] == job.Training!.RunId && line.Scope["JobId"] == job.JobId && line.Scope["JobKind"] == "pretrain-generator");
    }

    public void Dispose() => _spans.Dispose();
}
