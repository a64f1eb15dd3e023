using System.Reflection;
using CloudRestore.Emulator.Durable;
using CloudRestore.Emulator.Durable.Replay;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.Orchestrations;

/// <summary>
/// Orchestrations outlive deployments: what an earlier release began, this one goes on with. A history that no longer replays says that the
/// change would break what runs; leave the file, and let old and new behaviour differ by what is in the input. New ones are recorded by
/// <see cref="HistoryRecording"/>.
/// </summary>
public class RecordedHistoriesTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(HistoryRecording.Folder, "*.jsonl").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_recorded_is_decided_again(string file)
    {
        var history = RecordedHistory.Read(Path.Combine(HistoryRecording.Folder, file));
        history.Difference(Orchestrators()[history.Instance.Name], NullLoggerFactory.Instance).Should().BeNull();
    }

    [Fact]
    public void Every_orchestrator_has_a_recorded_history() =>
        Files.Select(file => RecordedHistory.Read(Path.Combine(HistoryRecording.Folder, file.Data)).Instance.Name).Distinct()
            .Should().BeEquivalentTo(Orchestrators().Keys);

    [Fact]
    public void Other_decisions_are_told()
    {
        var history = RecordedHistory.Read(Path.Combine(HistoryRecording.Folder, "training-succeeded.jsonl"));
        var other = new OrchestratorFunction(history.Instance.Name, async context =>
        {
            await context.CallActivityAsync("SomethingElse");
            return null;
        });
        history.Difference(other, NullLoggerFactory.Instance).Should().StartWith("In step 1 of ").And.EndWith("and now [TaskScheduled SomethingElse].");
    }

    internal static Dictionary<string, OrchestratorFunction> Orchestrators() => (
        from type in typeof(Functions.Hosting.StoragePreparation).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where method.GetParameters() is [var first, ..] && first.GetCustomAttribute<OrchestrationTriggerAttribute>() is not null
        let name = method.GetCustomAttribute<FunctionAttribute>()!.Name
        select new OrchestratorFunction(name, context => CallAsync(method, context))).ToDictionary(function => function.Name);

    private static async Task<object?> CallAsync(MethodInfo method, TaskOrchestrationContext context)
    {
        var running = (Task)method.Invoke(null, [context])!;
        await running;
        return running.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult" ? result.GetValue(running) : null;
    }
}
