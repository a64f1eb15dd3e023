using System.Diagnostics;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Telemetry;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.Core.Tests.Telemetry;

public sealed class TracingTests
{
    private const string Given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Work_hands_on_its_own_span_which_follows_from_the_given()
    {
        using var spans = new RecordedSpans();
        var handedOn = "";
        await Tracing.RunAsync(SpanNames.EnqueueJob, WorkIds.OfJob("handed-on"), Given, () =>
        {
            handedOn = Tracing.TraceParent(Given);
            Tracing.Outcome(AttemptOutcome.HandedBack);
            return Task.CompletedTask;
        });

        var span = spans.Of("handed-on").Should().ContainSingle().Subject;
        (span.ParentId, span.Id, span.GetTagItem(TagNames.Outcome)).Should().Be((Given, handedOn, "handed-back"));
    }

    [Fact]
    public void What_was_given_is_handed_on_where_no_span_of_ours_is_around_whatever_the_host_s_is()
    {
        using var hosts = new Activity("the host's").Start();

        Tracing.TraceParent(Given).Should().Be(Given);
        Tracing.TraceParent().Should().Be(hosts.Id, "what is accepted belongs to the request");
    }

    [Fact]
    public void Without_any_there_is_nothing_to_hand_on() => Tracing.TraceParent().Should().BeNull();

    [Fact]
    public async Task A_failure_leaves_its_type_and_not_its_message_and_goes_on()
    {
        using var spans = new RecordedSpans();

        var work = () => Tracing.RunAsync(SpanNames.RunJob, WorkIds.OfJob("failing"), Given, () => Task.FromException(new IOException("cat.jpg is gone.")));

        await work.Should().ThrowAsync<IOException>();
        var span = spans.Of("failing").Should().ContainSingle().Subject;
        (span.Status, span.GetTagItem(TagNames.ErrorType)).Should().Be((ActivityStatusCode.Error, "System.IO.IOException"));
        RecordedSpans.TextOf(span).Should().NotContain("cat.jpg");
    }

    [Fact]
    public void A_job_belongs_to_the_run_or_restoration_that_its_id_begins_with()
    {
        var job = new JobMessage
        {
            JobId = "upload-1.0",
            Kind = JobKind.Restore,
            Restoration = new RestorationJob { Source = new("uploads", "cat.jpg"), Target = new("restored", "cat.jpg"), Model = "m" },
        };

        WorkIds.OfJob(job).ToString().Should().Be("RestorationId:upload-1 JobId:upload-1.0 JobKind:restore");
        WorkIds.OfJob(job).Tags.Select(tag => tag.Value).Should().Equal("upload-1", "upload-1.0", "restore");
    }
}
