using System.Text.Json;
using CloudRestore.Emulator.Durable.History;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>
/// The history of an orchestration that has ended, kept so that later code can be held against it: what was running when the code was
/// replaced must find its way to the same end. As a file one JSON object a line; the first names orchestrator, instance and parent.
/// </summary>
/// <param name="Instance">Whose history it is.</param>
/// <param name="Events">The history of its last execution, to the end.</param>
internal sealed record RecordedHistory(InstanceIdentity Instance, IReadOnlyList<HistoryEvent> Events)
{
    private static readonly HistoryEventKind[] Actions =
        [HistoryEventKind.TaskScheduled, HistoryEventKind.TimerCreated, HistoryEventKind.SubOrchestrationCreated, HistoryEventKind.EventSent];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is not a recorded history.</exception>
    public static RecordedHistory Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var instance = lines.Length == 0 ? null : JsonSerializer.Deserialize<InstanceIdentity>(lines[0]);
        return instance is null
            ? throw new InvalidDataException($"{path} is not a recorded history.")
            : new(instance, [.. lines.Skip(1).Select(HistoryEvent.Parse)]);
    }

    /// <summary>Writes a file.</summary>
    public void Write(string path) => File.WriteAllLines(path, [JsonSerializer.Serialize(Instance), .. Events.Select(entry => entry.ToJson())]);

    /// <summary>Replays every step as the engine took it.</summary>
    /// <param name="function">The orchestrator as it is now.</param>
    /// <param name="loggerFactory">Makes the orchestrator's loggers.</param>
    /// <returns>The first step in which the code now decides otherwise, in a sentence; null if there is none.</returns>
    public string? Difference(OrchestratorFunction function, ILoggerFactory loggerFactory)
    {
        var begins = Events.Index().Where(entry => entry.Item.Kind == HistoryEventKind.OrchestratorStarted).Select(entry => entry.Index).ToList();
        foreach (var (step, begin) in begins.Index())
        {
            var end = step + 1 < begins.Count ? begins[step + 1] : Events.Count;
            var batch = Events.Take(begin..end).ToList();
            var arrived = batch.TakeWhile(entry => !Actions.Contains(entry.Kind) && entry.Kind != HistoryEventKind.ExecutionCompleted).ToList();
            var outcome = Replayer.Run(function, Instance, [.. Events.Take(begin)], arrived, DurableJson.Converter, loggerFactory);
            var recorded = string.Join(", ", batch.Skip(arrived.Count).Select(Text));
            var decided = string.Join(", ", [.. outcome.Actions.Select(Text), .. Text(outcome.Ending)]);
            if (recorded != decided)
                return $"In step {step + 1} of {begins.Count} of {Instance.Name} '{Instance.InstanceId}' the code decided [{recorded}], and now [{decided}].";
        }

        return null;
    }

    private static string Text(HistoryEvent action) => action.Kind == HistoryEventKind.ExecutionCompleted
        ? $"{action.Status} {action.Data ?? action.Failure?.ErrorMessage}"
        : $"{action.Kind} {action.Name} {action.InstanceId} {action.Time:O}".TrimEnd();

    private static IEnumerable<string> Text(Ending? ending) => ending switch
    {
        Ending.Completed(var output) => [$"Completed {output}"],
        Ending.Failed(var failure) => [$"Failed {failure.ErrorMessage}"],
        Ending.ContinuedAsNew => ["continued as new"],
        _ => [],
    };
}
