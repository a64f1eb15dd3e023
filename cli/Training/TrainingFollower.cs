using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Connections;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;

namespace CloudRestore.Cli.Training;

/// <summary>Watches a training run to its end.</summary>
internal static class TrainingFollower
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows bars where somebody watches a terminal, and lines elsewhere, until the run has ended.</summary>
    /// <param name="api">The function app.</param>
    /// <param name="id">The run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops watching; the run goes on.</param>
    /// <returns>The run as it ended.</returns>
    public static Task<TrainingRun> FollowAsync(ApiClient api, string id, TimeProvider time, CancellationToken cancellationToken) => Screen.IsWatched
        ? StageBars.ShowAsync(Screen.Progress, show => WatchAsync(api, id, show, time, cancellationToken))
        : WatchAsync(api, id, new StageLines(Screen.Say, time).Show, time, cancellationToken);

    private static async Task<TrainingRun> WatchAsync(ApiClient api, string id, Action<TrainingRun> show, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var run = await api.GetTrainingAsync(id, cancellationToken);
            show(run);
            if (run.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled)
                return run;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
