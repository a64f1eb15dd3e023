using System.Diagnostics;

namespace CloudRestore.EndToEnd.Support;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > limit)
                Assert.Fail($"It was waited {limit.TotalSeconds:0} s until {what}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
