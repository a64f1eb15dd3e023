using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Messages;
using CloudRestore.GpuRunner.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.GpuRunner.Tests.Jobs;

/// <summary>The clock is moved by hand; leases and messages are real.</summary>
public sealed class JobKeepAliveTests(StorageAccount account)
{
    private readonly FakeTimeProvider _time = new();
    private readonly StorageTraffic _traffic = new();
    private readonly LogLines _log = new();
    private readonly WorkerOptions _options = new()
    {
        Visibility = TimeSpan.FromSeconds(90), Lease = TimeSpan.FromSeconds(30), Heartbeat = TimeSpan.FromSeconds(3),
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
            await Eventually.BeAsync(() => (Renewals("lease"), Renewals("message")) == (third, third / 3), $"the renewals of the third number {third}", seconds: 5);
        }

        held.KeepAlive.Lost.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task A_lease_that_storage_does_not_answer_for_counts_as_lost_when_its_time_is_over()
    {
        await using var held = await HoldAsync();
        _traffic.Hang = request => request.EndsWith("renew", StringComparison.Ordinal);
        for (var second = 0; second < 29; second++)
            await PassAsync(1);
        held.KeepAlive.Lost.IsCancellationRequested.Should().BeFalse("it may still be ours");
        for (var second = 0; second < 4; second++)
            await PassAsync(1);
        await Eventually.BeAsync(() => held.KeepAlive.Lost.IsCancellationRequested, "the loss to be noticed", seconds: 5);
        _log.Lines.Should().Contain(line => line.Contains("could not be renewed for 30 seconds"));
    }

    [Fact]
    public async Task A_request_that_gets_no_answer_is_given_up_and_asked_again()
    {
        await using var held = await HoldAsync();
        _traffic.Hang = request => request.EndsWith("renew", StringComparison.Ordinal);
        await PassAsync(10);
        _traffic.Hang = _ => false;
        await PassAsync(10);
        await PassAsync(3);
        await Eventually.BeAsync(() => Renewals("lease") == 2, "the lease to be renewed again", seconds: 5);
        for (var third = 0; third < 3; third++)
            await PassAsync(10);
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
        await Task.Delay(150); // The loops begin to wait.
        return new Held(message, lease, keepAlive);
    }

    // The loops wait for this clock and then for storage, which takes its own time.
    private Task PassAsync(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return Task.Delay(150);
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
