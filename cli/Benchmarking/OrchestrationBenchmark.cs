using System.Diagnostics;
using CloudRestore.Emulator.Durable;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>Measures the emulator's durable engine, with activities that do nothing, on a new database in a temporary folder.</summary>
internal static class OrchestrationBenchmark
{
    private const int ActivitiesEach = 5;

    /// <summary>How much is measured.</summary>
    /// <param name="Orchestrations">Orchestrations at once.</param>
    /// <param name="Widths">Activities of the fan-outs, from narrow to wide.</param>
    /// <param name="Rounds">Measurements of each, of which the median counts.</param>
    internal sealed record Size(int Orchestrations, IReadOnlyList<int> Widths, int Rounds)
    {
        /// <summary>What is reported.</summary>
        public static Size Full { get; } = new(1_000, [100, 1_000, 10_000], 5);

        /// <summary>For a first look.</summary>
        public static Size Quick { get; } = new(200, [100, 1_000], 3);
    }

    /// <summary>Measures.</summary>
    /// <param name="size">How much.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<OrchestrationReport> MeasureAsync(Size size, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("cloudrestore-bench-").FullName;
        try
        {
            var options = new DurableOptions { DatabasePath = Path.Combine(folder, "hub.db") };
            await using var engine = new DurableEngine(new OrchestrationCatalog(), options, TimeProvider.System, NullLoggerFactory.Instance);
            await engine.StartAsync(cancellationToken);
            await ManyAsync(engine.Client, size.Orchestrations / 5, cancellationToken);
            await FanOutAsync(engine.Client, size.Widths[1], cancellationToken);

            var (seconds, _) = await MedianAsync(size, 1, () => ManyAsync(engine.Client, size.Orchestrations, cancellationToken));
            var many = new OrchestrationSpeed(
                size.Orchestrations, ActivitiesEach, size.Orchestrations / seconds, size.Orchestrations * ActivitiesEach / seconds);
            var fanOuts = new List<FanOutSpeed>();
            foreach (var width in size.Widths)
            {
                (seconds, var processor) = await MedianAsync(size, Math.Max(1, size.Widths[1] / width), () => FanOutAsync(engine.Client, width, cancellationToken));
                fanOuts.Add(new FanOutSpeed(width, width / seconds, seconds / width * 1e6, processor / width * 1e6));
            }

            var (first, last) = (fanOuts[0], fanOuts[^1]);
            return new OrchestrationReport(
                many,
                fanOuts,
                last.MicrosecondsPerActivity / first.MicrosecondsPerActivity,
                last.ProcessorMicrosecondsPerActivity / first.ProcessorMicrosecondsPerActivity);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Time and processor time of one run, in seconds: medians of the rounds, each of several runs one after the other.</summary>
    private static async Task<(double Time, double Processor)> MedianAsync(Size size, int runs, Func<Task> run)
    {
        List<double> time = [], processor = [];
        for (var round = 0; round < size.Rounds; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            for (var i = 0; i < runs; i++)
                await run();
            time.Add(Stopwatch.GetElapsedTime(started).TotalSeconds / runs);
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds / runs);
        }

        return (time.Order().ElementAt(time.Count / 2), processor.Order().ElementAt(processor.Count / 2));
    }

    private static Task ManyAsync(DurableTaskClient client, int count, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => RunAsync(client, OrchestrationCatalog.Chain, ActivitiesEach, cancellationToken)));

    private static Task FanOutAsync(DurableTaskClient client, int width, CancellationToken cancellationToken) =>
        RunAsync(client, OrchestrationCatalog.FanOut, width, cancellationToken);

    private static async Task RunAsync(DurableTaskClient client, string orchestrator, int activities, CancellationToken cancellationToken)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, activities, cancellationToken);
        var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellationToken);
        if (end.ReadOutputAs<int>() != activities)
            throw new InvalidOperationException($"The orchestration {id} did not count its {activities} activities: {end.RuntimeStatus} {end.SerializedOutput}.");
        await client.PurgeInstanceAsync(id, cancellationToken);
    }
}
