using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>Repeats failed calls, deterministically: waits are durable timers and the clock is the orchestration's.</summary>
internal static class Retries
{
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> call) => retry switch
    {
        { Policy: { } policy } => ByPolicyAsync(context, policy, call),
        { Handler: { } handler } => ByHandlerAsync(context, handler, call),
        _ => call(),
    };

    /// <summary>The wait after an attempt.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="attempt">Number of the attempt that failed, from 1.</param>
    internal static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return milliseconds < policy.MaxRetryInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : policy.MaxRetryInterval;
    }

    private static async Task<T> ByPolicyAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var begin = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException exception) when (attempt < policy.MaxNumberOfAttempts && policy.Handle(exception))
            {
                if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime - begin >= policy.RetryTimeout)
                    throw;
            }

            await context.CreateTimer(Delay(policy, attempt), CancellationToken.None);
        }
    }

    private static async Task<T> ByHandlerAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var begin = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException exception)
            {
                var total = context.CurrentUtcDateTime - begin;
                if (!await handler(new RetryContext(context, attempt, exception.FailureDetails, total, CancellationToken.None)))
                    throw;
            }
        }
    }
}
