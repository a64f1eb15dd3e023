using CloudRestore.Emulator.Durable.Execution;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class ReplayPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_instance_that_waits_for_one_call_at_most_never_rests(int openCalls) =>
        new ReplayPace(_time).Rest(After(TimeSpan.FromMilliseconds(50), openCalls)).Should().BeNull();

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(10, 40.0)]
    [InlineData(60_000, 1_000.0)]
    public void Others_rest_four_times_as_long_as_the_replay_took_from_a_millisecond_to_a_second(double replay, double? rest)
    {
        var milliseconds = new ReplayPace(_time).Rest(After(TimeSpan.FromMilliseconds(replay), openCalls: 2))?.TotalMilliseconds;

        milliseconds.Should().Be(rest);
    }

    [Fact]
    public void What_has_passed_since_the_replay_counts_as_rest()
    {
        var known = After(TimeSpan.FromMilliseconds(10), openCalls: 100);
        var pace = new ReplayPace(_time);

        _time.Advance(TimeSpan.FromMilliseconds(30));
        var left = pace.Rest(known);
        _time.Advance(TimeSpan.FromMilliseconds(10));

        left.Should().Be(TimeSpan.FromMilliseconds(10));
        pace.Rest(known).Should().BeNull();
    }

    private KnownHistory After(TimeSpan replay, int openCalls)
    {
        var pace = new ReplayPace(_time);
        var begun = pace.Begin();
        _time.Advance(replay);
        return new KnownHistory("execution", [], openCalls, pace.Replayed(begun));
    }
}
