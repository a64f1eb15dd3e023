using CloudRestore.Emulator.Triggers.Timers;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Tests.Triggers.Timers;

public class RetryDelayTests
{
    [Fact]
    public void A_fixed_delay_is_the_same_before_every_retry() =>
        Seconds(new FixedDelayRetryAttribute(5, "00:00:10")).Should().Equal(10, 10, 10, 10, 10);

    [Fact]
    public void A_backoff_doubles_from_its_minimum_to_its_maximum() =>
        Seconds(new ExponentialBackoffRetryAttribute(5, "00:00:04", "00:00:30")).Should().Equal(4, 8, 16, 30, 30);

    [Fact]
    public void A_backoff_of_ever_so_many_retries_stays_at_its_maximum() =>
        RetryDelay.Of(new ExponentialBackoffRetryAttribute(-1, "00:00:04", "00:15:00"), 100_000).Should().Be(TimeSpan.FromMinutes(15));

    private static IEnumerable<double> Seconds(RetryAttribute policy) => Enumerable.Range(1, 5).Select(retry => RetryDelay.Of(policy, retry).TotalSeconds);
}
