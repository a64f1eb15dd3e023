using CloudRestore.Core.Jobs;
using CloudRestore.Functions.GpuJobs;

namespace CloudRestore.Functions.Tests.GpuJobs;

public class GpuJobRulesTests
{
    private static readonly DateTime Now = new(2026, 3, 4, 12, 0, 0, DateTimeKind.Utc);

    private static readonly GpuJob Job = new()
    {
        Message = new JobMessage { JobId = "run.gan", Kind = JobKind.Gan },
        Options = new GpuJobOptions
        {
            HeartbeatTimeout = TimeSpan.FromMinutes(10),
            QueueTimeout = TimeSpan.FromHours(24),
            CancelTimeout = TimeSpan.FromMinutes(2),
            MaxRequeues = 3,
        },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(23.99)]
    public void A_job_that_no_runner_has_taken_waits_in_the_queue(double hours) =>
        Decide(QueuedAgo(TimeSpan.FromHours(hours)), Silence).Step.Should().Be(GpuJobStep.Wait);

    [Fact]
    public void A_job_that_no_runner_takes_within_the_queues_limit_fails_and_says_what_to_check() =>
        Decide(QueuedAgo(TimeSpan.FromHours(24)), Silence).Should().Be(
            (GpuJobStep.Fail, "No GPU runner took the job within 24 hours: check that one runs and reads the queue."));

    [Fact]
    public void Waiting_for_a_cold_GPU_is_not_taken_for_a_runner_that_fell_silent() =>
        Decide(QueuedAgo(TimeSpan.FromHours(2)), Silence).Step.Should().Be(GpuJobStep.Wait);

    [Theory]
    [InlineData(9.9, "Wait")]
    [InlineData(10, "Requeue")]
    public void A_runner_that_falls_silent_for_longer_than_its_limit_has_its_job_queued_again(double minutes, string step) =>
        Decide(QueuedAgo(TimeSpan.FromHours(2)), BeatAgo(TimeSpan.FromMinutes(minutes))).Step.ToString().Should().Be(step);

    [Fact]
    public void A_job_that_was_just_queued_again_gets_its_whole_time_before_the_old_heartbeat_counts() =>
        Decide(QueuedAgo(TimeSpan.FromMinutes(1)) with { Requeues = 1 }, BeatAgo(TimeSpan.FromHours(1))).Step.Should().Be(GpuJobStep.Wait);

    [Theory]
    [InlineData(0, "The GPU runner fell silent for more than 10 minutes: see the runner's log.")]
    [InlineData(1, "The GPU runner fell silent for more than 10 minutes, also after the job was queued again: see the runner's log.")]
    [InlineData(3, "The GPU runner fell silent for more than 10 minutes, also after the job was queued again 3 times: see the runner's log.")]
    public void A_job_that_was_queued_again_often_enough_fails(int limit, string reason)
    {
        var job = QueuedAgo(TimeSpan.FromHours(2)) with { Requeues = limit, Options = Job.Options with { MaxRequeues = limit } };

        Decide(job, BeatAgo(TimeSpan.FromMinutes(10))).Should().Be((GpuJobStep.Fail, reason));
    }

    [Fact]
    public void A_cancellation_goes_to_the_runner_even_when_it_is_silent() =>
        Decide(QueuedAgo(TimeSpan.FromDays(2)), Silence with { CancelRequested = true }).Step.Should().Be(GpuJobStep.Cancel);

    [Theory]
    [InlineData(1.9, "Wait", null)]
    [InlineData(2, "EndCancelled", "It was cancelled.")]
    public void A_runner_has_a_while_to_notice_a_cancellation_and_then_the_job_ends_without_it(double minutes, string step, string? reason)
    {
        var job = QueuedAgo(TimeSpan.FromDays(2)) with { CancelledAt = Now - TimeSpan.FromMinutes(minutes) };

        var decision = Decide(job, Silence with { CancelRequested = true });

        (decision.Step.ToString(), decision.Reason).Should().Be((step, reason));
    }

    private static GpuJobLook Silence => new(null, null, false);

    private static GpuJobLook BeatAgo(TimeSpan ago) => new(null, new DateTimeOffset(Now - ago), false);

    private static GpuJob QueuedAgo(TimeSpan ago) => Job with { QueuedAt = Now - ago };

    private static (GpuJobStep Step, string? Reason) Decide(GpuJob job, GpuJobLook look) => GpuJobRules.Decide(job, look, Now);
}
