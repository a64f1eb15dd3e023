using System.Globalization;
using CloudRestore.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Triggers.Timers;

/// <summary>How long to wait before a retry.</summary>
internal static class RetryDelay
{
    /// <param name="policy">The function's retry attribute.</param>
    /// <param name="retry">Which retry, from 1.</param>
    /// <exception cref="FunctionAppException">An interval of the attribute is not a TimeSpan.</exception>
    public static TimeSpan Of(RetryAttribute policy, int retry) => policy switch
    {
        FixedDelayRetryAttribute fixedDelay => Interval(fixedDelay.DelayInterval),
        ExponentialBackoffRetryAttribute backoff => TimeSpan.FromTicks((long)Math.Min(
            Interval(backoff.MinimumInterval).Ticks * Math.Pow(2, retry - 1), Interval(backoff.MaximumInterval).Ticks)),
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Interval(string text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval)
        ? interval
        : throw new FunctionAppException($"'{text}' is not a retry interval; write hours, minutes and seconds like 00:00:10.");
}
