namespace CloudRestore.Functions.Tests.Support;

/// <summary>A clock that runs like the system's and says something else, so that the sweep, which comes with the minute, comes soon.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private readonly TimeSpan _shift;

    public ShiftedTime(int secondOfMinute)
    {
        var now = System.GetUtcNow();
        _shift = TimeSpan.FromSeconds((secondOfMinute - now.Second + 60) % 60);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;
}
