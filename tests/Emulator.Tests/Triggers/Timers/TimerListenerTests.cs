using CloudRestore.Emulator.Tests.Hosting;
using CloudRestore.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CloudRestore.Emulator.Tests.Triggers.Timers;

public sealed class TimerListenerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 30, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_fires_at_its_occurrences()
    {
        await using var host = await StartAsync(typeof(Plain), "0 */5 * * * *");

        (await AdvanceToNextAsync(host)).Should().Be((At(12, 5), false));
        (await AdvanceToNextAsync(host)).Should().Be((At(12, 10), false));
    }

    [Fact]
    public async Task A_time_span_is_a_schedule_too()
    {
        await using var host = await StartAsync(typeof(Plain), "00:10:00");

        (await AdvanceToNextAsync(host)).Should().Be((_time.Start.UtcDateTime.AddMinutes(10), false));
    }

    [Fact]
    public async Task Occurrences_missed_while_stopped_are_made_up_for_once_and_called_past_due()
    {
        await using (var host = await StartAsync(typeof(Plain), "0 */5 * * * *"))
        {
            await AdvanceToNextAsync(host);
        }

        _time.Advance(TimeSpan.FromHours(1));
        await using var again = await StartAsync(typeof(Plain), "0 */5 * * * *");

        (await again.Get<Recorder>().NextAsync()).Should().Be((_time.GetUtcNow().UtcDateTime, true));
        (await AdvanceToNextAsync(again)).Should().Be((At(13, 10), false));
    }

    [Fact]
    public async Task Without_a_monitor_nothing_is_made_up_for()
    {
        await using (var host = await StartAsync(typeof(Unmonitored), "0 */5 * * * *"))
        {
            (await AdvanceToNextAsync(host)).Should().Be("no status");
        }

        _time.Advance(TimeSpan.FromHours(1));
        await using var again = await StartAsync(typeof(Unmonitored), "0 */5 * * * *");
        await Task.Delay(300);

        again.Get<Recorder>().Count.Should().Be(0);
    }

    [Fact]
    public async Task Run_on_startup_runs_at_every_start()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var host = await StartAsync(typeof(OnStartup), "0 0 0 1 1 *");

            (await host.Get<Recorder>().NextAsync()).Should().Be("started");
        }
    }

    [Fact]
    public async Task A_failure_is_retried_as_the_attribute_says_and_the_schedule_goes_on()
    {
        await using var host = await StartAsync(typeof(Failing), "0 */5 * * * *");

        (await AdvanceToNextAsync(host)).Should().Be((0, 2));
        (await AdvanceToNextAsync(host)).Should().Be((1, 2));
        (await AdvanceToNextAsync(host)).Should().Be((2, 2));
        (await AdvanceToNextAsync(host)).Should().Be((0, 2));
    }

    private static DateTime At(int hour, int minute) => new(2026, 3, 1, hour, minute, 0, DateTimeKind.Utc);

    private Task<TestHost> StartAsync(Type function, string schedule) => TestHost.StartAsync(
        [function],
        new() { ["schedule"] = schedule },
        builder => builder.Services.AddSingleton<TimeProvider>(_time),
        // The clock of a time limit would be stepped to as well.
        """{ "functionTimeout": "-1" }""",
        _folder);

    private async Task<object?> AdvanceToNextAsync(TestHost host)
    {
        var recorder = host.Get<Recorder>();
        for (var step = 0; recorder.Count == 0; step++)
        {
            step.Should().BeLessThan(60_000, "a timer should have fired within a minute");
            if (!_time.StepToNextTimer())
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        return await recorder.NextAsync();
    }

    public sealed class Plain(Recorder recorder, TimeProvider time)
    {
        [Function("Plain")]
        public void Run([TimerTrigger("%schedule%")] TimerInfo timer) => recorder.Add((time.GetUtcNow().UtcDateTime, timer.IsPastDue));
    }

    public sealed class Unmonitored(Recorder recorder)
    {
        [Function("Unmonitored")]
        public void Run([TimerTrigger("%schedule%", UseMonitor = false)] TimerInfo timer) =>
            recorder.Add(timer.ScheduleStatus is null ? "no status" : "status");
    }

    public sealed class OnStartup(Recorder recorder)
    {
        [Function("OnStartup")]
        public void Run([TimerTrigger("%schedule%", RunOnStartup = true)] TimerInfo timer) => recorder.Add("started");
    }

    public sealed class Failing(Recorder recorder)
    {
        [Function("Failing")]
        [FixedDelayRetry(2, "00:00:10")]
        public void Run([TimerTrigger("%schedule%")] TimerInfo timer, FunctionContext context)
        {
            recorder.Add((context.RetryContext.RetryCount, context.RetryContext.MaxRetryCount));
            throw new InvalidOperationException("on purpose");
        }
    }
}
