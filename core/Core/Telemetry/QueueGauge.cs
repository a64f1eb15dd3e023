using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CloudRestore.Core.Telemetry;

/// <summary>
/// What the queues were like when this process last looked. A look that is older than <see cref="Memory"/> is told no more: another process looks now,
/// and the last word of this one would stand for ever.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class QueueGauge(TimeProvider time)
{
    /// <summary>How long a look is told.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Look> _looks = new();

    /// <summary>Keeps a look.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="messages">How many messages it holds, hidden ones too.</param>
    /// <param name="age">How long the next one has waited, in seconds.</param>
    public void Looked(string queue, int messages, double age) => _looks[queue] = new(messages, age, time.GetTimestamp());

    /// <summary>The messages of each queue that was looked at lately.</summary>
    public IEnumerable<Measurement<int>> Messages() => Recent(look => look.Messages);

    /// <summary>The age in seconds of the next message of each queue that was looked at lately.</summary>
    public IEnumerable<Measurement<double>> Ages() => Recent(look => look.Age);

    private IEnumerable<Measurement<T>> Recent<T>(Func<Look, T> value)
        where T : struct =>
        from look in _looks
        where time.GetElapsedTime(look.Value.At) < Memory
        select new Measurement<T>(value(look.Value), new KeyValuePair<string, object?>(TagNames.Queue, look.Key));

    private sealed record Look(int Messages, double Age, long At);
}
