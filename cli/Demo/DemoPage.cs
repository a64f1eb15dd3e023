using System.Globalization;
using System.Net;
using System.Text;
using CloudRestore.Cli.Training;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Cli.Demo;

/// <summary>The report of the demonstration: one HTML file that needs nothing beside it.</summary>
internal static class DemoPage
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem}
        table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .9rem;text-align:right;border-bottom:1px solid #8884}td:first-child,th:first-child{text-align:left}
        .row{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem;margin:.5rem 0 1.5rem}.row figure{margin:0}.row img{width:100%;display:block}
        .curves{display:flex;flex-wrap:wrap;gap:1rem}.curves figure{margin:0;max-width:320px}.curves small{display:block}figcaption,small{opacity:.75;font-size:.85rem}
        """;

    /// <summary>Writes the page into the folder that holds the photographs.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="summary">What was measured.</param>
    /// <param name="metrics">The curves of the training stages.</param>
    public static void Write(string folder, DemoSummary summary, IReadOnlyList<(string Stage, string[] Lines)> metrics)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>CloudRestore demonstration</title><style>{Style}</style></head><body>
            <h1>Restored photographs</h1>
            <p>{Encode(Model(summary))} (preset {Encode(summary.Preset)}, seed {summary.Seed}, run {Encode(summary.RunId)}) restored {summary.Photographs.Count} photographs
            that it has never seen. Each was damaged as in fast.ai's lesson 7: shorter side to {summary.DamagedAt} px, a number stamped on, JPEG of quality 10 to 70; and restored at a shorter side of
            {summary.RestoredAt} px. PSNR is in dB over RGB; "damaged" is measured after bilinear enlargement to the same size.</p>
            <table><tr><th>photograph</th><th>PSNR damaged</th><th>restored</th><th>gain</th><th>SSIM damaged</th><th>restored</th></tr>

            """);
        foreach (var photograph in summary.Photographs)
            Row(page, photograph.Name, photograph.PsnrDamaged, photograph.PsnrRestored, photograph.SsimDamaged, photograph.SsimRestored);
        Row(page, "mean", summary.PsnrDamaged, summary.PsnrRestored, summary.SsimDamaged, summary.SsimRestored);
        page.Append("</table>\n");

        foreach (var photograph in summary.Photographs)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(photograph.Name)}</h2>\n<div class=\"row\">");
            Figure(page, folder, photograph.Damaged, $"damaged, {photograph.PsnrDamaged:F2} dB");
            Figure(page, folder, photograph.Restored, $"restored, {photograph.PsnrRestored:F2} dB");
            Figure(page, folder, photograph.Original, $"original");
            page.Append("</div>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>Training</h2>\n<table><tr><th>stage</th><th>time</th></tr>\n");
        foreach (var stage in summary.Stages)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(stage.Name)}</td><td>{StageText.Duration(stage.Seconds)}</td></tr>\n");
        page.Append(CultureInfo.InvariantCulture, $"<tr><td>all, processes started and photographs restored</td><td>{StageText.Duration(summary.Seconds)}</td></tr></table>\n<div class=\"curves\">\n");
        foreach (var (stage, lines) in metrics)
            page.Append(MetricsCurve.Draw(stage, lines));
        page.Append("</div>\n</body></html>\n");
        File.WriteAllText(Path.Combine(folder, DemoFiles.Report), page.ToString());
    }

    private static string Model(DemoSummary summary) => summary switch
    {
        { Parent: null } => $"A model trained from nothing on {summary.TrainedOn} photographs",
        _ when summary.Model == summary.Parent => $"The model {summary.Parent}, which further training on {summary.TrainedOn} photographs did not make better",
        _ => $"The model {summary.Parent}, trained further on {summary.TrainedOn} photographs",
    };

    private static void Row(StringBuilder page, string name, double psnrDamaged, double psnrRestored, double ssimDamaged, double ssimRestored) => page.Append(
        CultureInfo.InvariantCulture,
        $"<tr><td>{Encode(name)}</td><td>{psnrDamaged:F2}</td><td>{psnrRestored:F2}</td><td>{psnrRestored - psnrDamaged:+0.00;-0.00;0.00}</td><td>{ssimDamaged:F4}</td><td>{ssimRestored:F4}</td></tr>\n");

    private static void Figure(StringBuilder page, string folder, string path, FormattableString caption)
    {
        var text = Encode(caption.ToString(CultureInfo.InvariantCulture));
        var data = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, path)));
        page.Append(CultureInfo.InvariantCulture, $"<figure><img alt=\"{text}\" src=\"data:image/png;base64,{data}\"><figcaption>{text}</figcaption></figure>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
