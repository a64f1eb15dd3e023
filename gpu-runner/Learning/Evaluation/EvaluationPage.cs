using System.Globalization;
using System.Net;
using System.Text;

namespace CloudRestore.Learning.Evaluation;

/// <summary>The report of a run as one HTML file that needs nothing beside it.</summary>
internal static class EvaluationPage
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the page into a folder that already holds the samples.</summary>
    /// <param name="folder">The output folder of the stage.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="report">The figures.</param>
    /// <param name="stages">What the training stages left, in their order.</param>
    public static void Write(string folder, string title, EvaluationReport report, IReadOnlyList<TrainedStage> stages)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{{Encode(title)}}</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}table{border-collapse:collapse}
            td,th{padding:.25em .8em;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}
            figure{display:inline-block;margin:0 1em 1em 0}img{max-width:100%}small{display:block}</style></head><body>
            <h1>{{Encode(title)}}</h1>
            <p>{{Encode(report.Reason)}}</p>
            <h2>Held-out photographs</h2>
            <p>PSNR in dB over RGB and SSIM, at the size of the original. "Damaged" is the damaged photograph enlarged bilinearly to that size.</p>

            """);
        AppendTable(page, report);
        page.Append("<p>From left to right: damaged, restored, original.</p>\n");
        foreach (var photograph in report.Photographs.Where(p => p.Sample is not null))
        {
            var data = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, photograph.Sample!)));
            page.Append(CultureInfo.InvariantCulture, $"<figure><img alt=\"\" src=\"data:image/jpeg;base64,{data}\"><figcaption>{Encode(photograph.Name)}</figcaption></figure>\n");
        }

        foreach (var (stage, metrics, samples) in stages)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>Training: {Encode(stage)}</h2>\n");
            page.Append(MetricsCurve.Draw(stage, metrics));
            page.Append(SampleStrip.Draw(stage, samples));
        }

        page.Append("</body></html>\n");
        File.WriteAllText(Path.Combine(folder, FileName), page.ToString());
    }

    private static void AppendTable(StringBuilder page, EvaluationReport report)
    {
        page.Append("<table><tr><th>photograph</th><th>model</th><th>PSNR damaged</th><th>restored</th><th>gain</th><th>SSIM damaged</th><th>restored</th></tr>\n");
        foreach (var photograph in report.Photographs)
            foreach (var (model, score) in photograph.Scores)
                AppendRow(page, photograph.Name, model, score);
        foreach (var (model, score) in report.Mean)
            AppendRow(page, "mean", model, score);
        page.Append("</table>\n");
    }

    private static void AppendRow(StringBuilder page, string name, string model, PhotographScore score) => page.Append(
        CultureInfo.InvariantCulture,
        $"<tr><td>{Encode(name)}</td><td>{model}</td><td>{score.PsnrDamaged:F2}</td><td>{score.PsnrRestored:F2}</td><td>{score.PsnrRestored - score.PsnrDamaged:+0.00;-0.00;0.00}</td><td>{score.SsimDamaged:F4}</td><td>{score.SsimRestored:F4}</td></tr>\n");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
