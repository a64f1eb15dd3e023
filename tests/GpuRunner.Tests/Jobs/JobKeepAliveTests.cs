using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Messages;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Jobs;

/// <summary>The clock is moved by hand; leases and messages are real.</summary>
public sealed class JobKeepAliveTests(StorageAccount account)
{
    private const int Loops = 4;

    private readonly WaitCountingTime _time = new();
    private readonly StorageTraffic _traffic = new();
    private readonly LogLines _log = new();
    private readonly WorkerOptions _options = new()
    {
        Visibility = TimeSpan.FromSeconds(90),
        Lease = TimeSpan.FromSeconds(30),
        Heartbeat = TimeSpan.FromHours(1),
    };

    [Fact]
    public async Task Lease_and_message_are_renewed_at_a_third_of_their_time()
    {
        await using var held = await HoldAsync();
        for (var third = 1; third <= 6; third++)
        {
            await PassAsync(9.9);
            (Renewals("lease"), Renewals("message")).Should().Be((third - 1, (third - 1) / 3));
            await PassAsync(0.1);
            (Renewals("lease"), Renewals("message")).Should().Be((third, third / 3));
        }

        held.KeepAlive.Lost.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task A_lease_that_storage_does_not_answer_for_counts_as_lost_when_its_time_is_over()
    {
        await using var held = await HoldAsync();
        _traffic.Hang = request => request.EndsWith("renew", StringComparison.Ordinal);
        await PassAsync(10, hung: true);
        await PassAsync(10); // The first request is given up,
        await PassAsync(3, hung: true); // the second sent,
        await PassAsync(6.9, hung: true);
        held.KeepAlive.Lost.IsCancellationRequested.Should().BeFalse("it may still be ours");
        _time.Advance(TimeSpan.FromSeconds(0.1)); // and both are no longer worth an answer.
        await Eventually.BeAsync(() => held.KeepAlive.Lost.IsCancellationRequested, "the loss to be noticed");
        _log.Lines.Should().Contain(line => line.Contains("could not be renewed for 30 seconds"));
    }

    [Fact]
    public async Task A_request_that_gets_no_answer_is_given_up_and_asked_again()
    {
        await using var held = await HoldAsync();
        _traffic.Hang = request => request.EndsWith("renew", StringComparison.Ordinal);
        await PassAsync(10, hung: true);
        _traffic.Hang = _ => false;
        await PassAsync(10);
        await PassAsync(3);
        Renewals("lease").Should().Be(2);
        for (var third = 0; third < 4; third++)
            await PassAsync(10);
        Renewals("lease").Should().Be(6);
        held.KeepAlive.Lost.IsCancellationRequested.Should().BeFalse();
    }

    private async Task<Held> HoldAsync()
    {
        var job = SampleJobs.Training();
        var storage = _traffic.Clients(account.ConnectionString);
        var queue = await JobQueue.WithAsync(storage, job);
        var message = await queue.TakeAsync(60);
        var lease = (await JobLease.AcquireAsync(storage, job.JobId, TimeSpan.FromSeconds(60), CancellationToken.None))!;
        var keepAlive = new JobKeepAlive(storage, job, message, lease, _options, _time, _log.For<JobKeepAlive>());
        await Eventually.BeAsync(() => _time.Waiting == Loops, "the loops to wait");
        return new Held(message, lease, keepAlive);
    }

    /// <summary>Moves the clock and lets every loop do what is due; one of them stays with a request that has no answer if <paramref name="hung"/>.</summary>
    private async Task PassAsync(double seconds, bool hung = false)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await Eventually.BeAsync(() => hung ? _traffic.Hanging == 1 && _time.Waiting == Loops - 1 : _time.Waiting == Loops, "the loops to wait again");
    }

    private int Renewals(string what) => _traffic.Seen.Count(request =>
        what == "lease" ? request.EndsWith("renew", StringComparison.Ordinal) : request.Contains("visibilitytimeout=90", StringComparison.Ordinal));

    private sealed record Held(HeldMessage Message, JobLease Lease, JobKeepAlive KeepAlive) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await KeepAlive.DisposeAsync();
            await Lease.DisposeAsync();
            Message.Dispose();
        }
    }
}
