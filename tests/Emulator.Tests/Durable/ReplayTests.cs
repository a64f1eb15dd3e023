using CloudRestore.Emulator.Durable.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Tests.Durable;

public sealed class ReplayTests
{
    [Fact]
    public void Guids_are_name_based_version_5()
    {
        // The example of RFC 9562, appendix A.4: www.example.com in the namespace of DNS.
        DeterministicGuid.Create(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com")
            .Should().Be(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
        DeterministicGuid.Create("id", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1).Should().Be(
            DeterministicGuid.Create(new Guid("9e952958-5e33-4daf-827f-2fa12937b875"), "id_2026-01-02T03:04:05.0000000Z_1"));
    }

    [Fact]
    public async Task Awaiting_something_that_is_not_durable_fails_the_orchestration()
    {
        var catalog = new TestCatalog()
            .Orchestrator("Delays", static _ => Task.Delay(1))
            .Orchestrator("Nested", static async context =>
            {
                await Task.Delay(20);
                await context.CallActivityAsync("Any");
            })
            .Orchestrator("Pools", static _ => Task.Run(static () => Thread.SpinWait(1_000_000)));
        await using var engine = await EngineFixture.StartAsync(catalog);

        foreach (var name in new[] { "Delays", "Nested", "Pools" })
        {
            var failure = (await engine.RunAsync(name)).FailureDetails!;
            failure.ErrorType.Should().Be("System.InvalidOperationException");
            failure.ErrorMessage.Should().StartWith("An invalid asynchronous invocation was detected.");
        }
    }

    [Fact]
    public async Task Yielding_and_continuations_stay_on_the_orchestrators_thread()
    {
        var catalog = new TestCatalog().Activity<int, int>("Echo", static number => number).Orchestrator("Yields", static async context =>
        {
            await Task.Yield();
            var call = context.CallActivityAsync<int>("Echo", 1).ContinueWith(static done => done.Result + 1, TaskScheduler.Current);
            return await call + await context.CallActivityAsync<int>("Echo", 1);
        });
        await using var engine = await EngineFixture.StartAsync(catalog);

        (await engine.RunAsync("Yields")).ReadOutputAs<int>().Should().Be(3);
    }

    [Theory]
    [InlineData("another activity", "*the history has activity 'Echo' (#0) where the code now asks for activity 'Other' (#0).*")]
    [InlineData("a timer", "*the history has activity 'Echo' (#0) where the code now asks for a timer (#0).*")]
    [InlineData("nothing", "*a previous execution scheduled activity 'Echo' (#0), but the code did not ask for it this time.*")]
    [InlineData("more", "*the code now asks for activity 'More' (#1), which a previous execution did not schedule.*")]
    public async Task Code_that_changed_under_a_running_orchestration_fails_it_clearly(string change, string message)
    {
        var before = new TestCatalog().Activity<int, int>("Echo", static number => number).Orchestrator("Changes", static async context =>
        {
            await context.CallActivityAsync<int>("Echo", 1);
            await context.WaitForExternalEvent<int>("Go");
        });
        var after = new TestCatalog().Activity<int, int>("Echo", static number => number).Orchestrator("Changes", async context =>
        {
            await (change switch
            {
                "another activity" => context.CallActivityAsync("Other"),
                "a timer" => context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None),
                "more" => Task.WhenAll(context.CallActivityAsync("Echo", 1), context.CallActivityAsync("More")),
                _ => Task.CompletedTask,
            });
            await context.WaitForExternalEvent<int>("Go");
        });
        await using var engine = await EngineFixture.StartAsync(before);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Changes");
        while (before.Calls.IsEmpty)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await engine.StopAsync();
        engine.Catalog = after;
        await engine.StartAsync();
        await engine.Client.RaiseEventAsync(id, "Go", 1);

        var ended = await engine.EndAsync(id);

        ended.RuntimeStatus.Should().Be(OrchestrationRuntimeStatus.Failed);
        ended.FailureDetails!.ErrorMessage.Should().Match("Non-deterministic workflow detected: " + message);
    }

    [Fact]
    public async Task Replay_safe_loggers_write_each_line_once()
    {
        using var lines = new LineLoggerProvider();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(lines));
        var catalog = new TestCatalog().Activity<int, int>("Echo", static number => number).Orchestrator("Logs", static async context =>
        {
            context.CreateReplaySafeLogger("test").LogInformation("first");
            await context.CallActivityAsync<int>("Echo", 1);
            context.ReplaySafeLoggerFactory.CreateLogger("test").LogInformation("second");
            await context.CallActivityAsync<int>("Echo", 1);
        });
        await using var engine = await EngineFixture.StartAsync(catalog, loggerFactory: loggers);

        await engine.RunAsync("Logs");

        lines.Lines.Where(static line => line is "first" or "second").Should().Equal("first", "second");
    }

    [Fact(Timeout = 60_000)]
    public async Task Work_that_comes_from_another_thread_while_an_event_is_awaited_is_reported()
    {
        using var lines = new LineLoggerProvider();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(lines));
        var catalog = new TestCatalog().Orchestrator("Hangs", static async context =>
        {
            var wish = context.WaitForExternalEvent<string>("Wish");
            await Task.Delay(20);
            await wish;
        });
        await using var engine = await EngineFixture.StartAsync(catalog, loggerFactory: loggers);

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Hangs", null, new StartOrchestrationOptions("stuck"), TestContext.Current.CancellationToken);
        while (!lines.Lines.Any(static line => line.Contains("may wait for ever")))
            await Task.Delay(10, TestContext.Current.CancellationToken);

        lines.Lines.Should().ContainMatch("Orchestration 'stuck' (Hangs) may wait for ever. An invalid asynchronous invocation was detected.*");
    }

    private sealed class LineLoggerProvider : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
