namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>
/// Spaces the replays of an instance that waits for several calls. A replay takes time in proportion to the history; were every
/// completion replayed as it comes, a fan-out would take time in proportion to its square. An instance rests after a replay for
/// a multiple of what the replay took, and takes up at once what has come in meanwhile: replaying is at most a fifth of the time.
/// </summary>
/// <param name="time">Measures the engine itself, so it is not the clock of orchestrations, which tests stop.</param>
internal sealed class ReplayPace(TimeProvider time)
{
    private const int RestPerReplay = 4;

    // Clock timers count milliseconds.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    /// <summary>When a replay begins.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>A replay that ends now.</summary>
    public ReplayTime Replayed(long begun) => new(time.GetTimestamp(), time.GetElapsedTime(begun));

    /// <summary>How long an instance has to rest before it is replayed again; null for not at all.</summary>
    /// <param name="known">The instance after its last replay.</param>
    public TimeSpan? Rest(KnownHistory known)
    {
        // With one call open nothing more would come in meanwhile.
        if (known.OpenCalls <= 1)
            return null;
        var whole = known.LastReplay.Duration * RestPerReplay;
        var left = (whole < LongestRest ? whole : LongestRest) - time.GetElapsedTime(known.LastReplay.Ended);
        return left >= ShortestRest ? left : null;
    }

    /// <summary>Waits.</summary>
    public Task WaitAsync(TimeSpan rest) => Task.Delay(rest, time);
}

/// <summary>The last replay of an instance.</summary>
/// <param name="Ended">A timestamp of the clock that measured it.</param>
/// <param name="Duration">How long it took.</param>
internal readonly record struct ReplayTime(long Ended, TimeSpan Duration);
