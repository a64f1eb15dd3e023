using CloudRestore.Cli.Commands;
using Spectre.Console;

namespace CloudRestore.Cli.Weights;

/// <summary>A bar for a download where somebody watches; elsewhere one line.</summary>
internal static class DownloadBar
{
    /// <summary>Shows the bar while <paramref name="download"/> runs.</summary>
    /// <param name="what">What is downloaded.</param>
    /// <param name="download">Calls what it is given with the bytes received and, if known, all.</param>
    public static Task<bool> ShowAsync(string what, Func<Action<long, long?>, Task<bool>> download)
    {
        if (Screen.IsWatched)
        {
            return Screen.Progress.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 24 }, new DownloadedColumn(), new TransferSpeedColumn())
                .StartAsync(context =>
                {
                    var bar = context.AddTask(Markup.Escape(what));
                    bar.IsIndeterminate = true;
                    return download((received, total) =>
                    {
                        bar.IsIndeterminate = total is null;
                        bar.MaxValue = total ?? received;
                        bar.Value = received;
                    });
                });
        }

        Screen.Say($"Downloading {what}.");
        return download((_, _) => { });
    }
}
