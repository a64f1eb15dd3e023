using System.Diagnostics;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Waits for what another thread or process does.</summary>
internal static class Eventually
{
    public static Task BeAsync(Func<bool> condition, string what, double seconds = 20) => BeAsync(() => Task.FromResult(condition()), what, seconds);

    public static async Task BeAsync(Func<Task<bool>> condition, string what, double seconds = 20)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began).TotalSeconds > seconds)
                throw new TimeoutException($"{seconds} seconds were waited for {what}.");
            await Task.Delay(25);
        }
    }
}
