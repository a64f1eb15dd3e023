using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CloudRestore.Cli.Training;

/// <summary>A bar for each stage of a run.</summary>
internal static class StageBars
{
    /// <summary>Shows the bars while <paramref name="watch"/> runs.</summary>
    /// <param name="console">Where.</param>
    /// <param name="watch">Calls what it is given whenever it knows more of the run.</param>
    public static Task<TrainingRun> ShowAsync(IAnsiConsole console, Func<Action<TrainingRun>, Task<TrainingRun>> watch) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new DetailColumn())
        .StartAsync(context =>
        {
            Dictionary<string, ProgressTask>? bars = null;
            return watch(run =>
            {
                bars ??= StageText.Names(run.Request.Cycles).ToDictionary(name => name, name => context.AddTask(name, autoStart: false));
                foreach (var stage in run.Stages)
                {
                    if (bars.TryGetValue(stage.Name, out var bar))
                        Update(bar, stage);
                }
            });
        });

    private static void Update(ProgressTask bar, TrainingStage stage)
    {
        bar.Tag = StageText.Of(stage);
        if (bar.IsFinished)
            return;
        if (!bar.IsStarted)
            bar.StartTask();
        bar.IsIndeterminate = stage is { Status: RunStatus.Running, Step: null };
        bar.MaxValue = stage.Steps is > 0 and { } steps ? steps : 1;
        bar.Value = stage.Status == RunStatus.Succeeded ? bar.MaxValue : Math.Min(stage.Step ?? 0, bar.MaxValue * 0.999);
        if (stage.Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled)
            bar.StopTask();
    }

    private sealed class DetailColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.Tag as string ?? "", Style.Plain).Ellipsis();
    }
}
