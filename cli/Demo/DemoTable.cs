using System.Globalization;
using Spectre.Console;

namespace CloudRestore.Cli.Demo;

/// <summary>What the demonstration measured, as a table.</summary>
internal static class DemoTable
{
    /// <summary>Shows it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="summary">What was measured.</param>
    /// <param name="folder">Where the files are.</param>
    public static void Show(IAnsiConsole console, DemoSummary summary, string folder)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("photograph");
        foreach (var heading in new[] { "PSNR damaged", "restored", "gain", "SSIM damaged", "restored" })
            table.AddColumn(heading, column => column.RightAligned());
        foreach (var photograph in summary.Photographs)
            Row(table, photograph.Name, photograph.PsnrDamaged, photograph.PsnrRestored, photograph.SsimDamaged, photograph.SsimRestored);
        if (summary.Photographs.Count > 1)
            Row(table, "mean", summary.PsnrDamaged, summary.PsnrRestored, summary.SsimDamaged, summary.SsimRestored);
        console.Write(table);
        console.WriteLine($"PSNR in dB over RGB, at a shorter side of {summary.RestoredAt} px; \"damaged\" is the {summary.DamagedAt} px photograph enlarged bilinearly. None of these was trained on.");
        console.WriteLine($"Report: {Path.Combine(folder, DemoFiles.Report)}");
        console.WriteLine($"Figures: {Path.Combine(folder, DemoFiles.Summary)}");
    }

    private static void Row(Table table, string name, double psnrDamaged, double psnrRestored, double ssimDamaged, double ssimRestored) => table.AddRow(
        name.EscapeMarkup(), Text($"{psnrDamaged:F2}"), Text($"{psnrRestored:F2}"), Text($"{psnrRestored - psnrDamaged:+0.00;-0.00;0.00}"), Text($"{ssimDamaged:F4}"), Text($"{ssimRestored:F4}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
