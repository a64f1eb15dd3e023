using System.Globalization;
using System.Net;
using System.Text;

namespace CloudRestore.Cli.Evaluating;

/// <summary>The pictures of an evaluation as a page, the greatest gain first.</summary>
internal static class EvaluationPage
{
    /// <summary>The file's name.</summary>
    public const string FileName = "index.html";

    private const string Style = """
        :root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem}
        table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .9rem;text-align:right;border-bottom:1px solid #8884}td:first-child,th:first-child{text-align:left}
        .row{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem;margin:.5rem 0 1.5rem}.row figure{margin:0}.row img{width:100%;display:block}figcaption{opacity:.75;font-size:.85rem}
        """;

    /// <summary>Writes the page into the folder that holds the pictures.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="document">What was measured.</param>
    public static void Write(string folder, EvaluationDocument document)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>CloudRestore evaluation</title><style>{Style}</style></head><body>
            <h1>Evaluation of {Encode(document.Model)}</h1>
            <p>{document.Photographs.Count} photographs, damaged as {Encode(document.Recipe)} says with seed {document.Seed}, compared at a shorter side of {document.Size} px. {Encode(EvaluationTable.Legend)}</p>
            <table><tr><th></th>{string.Concat(EvaluationTable.Measures.Select(measure => $"<th>{Encode(measure)}</th>"))}</tr>

            """);
        foreach (var (name, cells) in EvaluationTable.Means(document))
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(name)}</td>{string.Concat(cells.Select(cell => $"<td>{Encode(cell)}</td>"))}</tr>\n");
        page.Append(CultureInfo.InvariantCulture, $"</table>\n<p><a href=\"{EvaluationPictures.SheetName}\">Contact sheet</a></p>\n");

        foreach (var (index, photograph) in document.Photographs.Index().OrderByDescending(photograph => photograph.Item.Gain))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(photograph.Name!)}: {photograph.Gain:+0.00;-0.00;0.00} dB</h2>\n<div class=\"row\">");
            Figure(page, index, "damaged", $"damaged, {photograph.PsnrDamaged:F2} dB, SSIM {photograph.SsimDamaged:F4}");
            Figure(page, index, "restored", $"restored, {photograph.PsnrRestored:F2} dB, SSIM {photograph.SsimRestored:F4}");
            Figure(page, index, "original", $"original");
            page.Append("</div>\n");
        }

        page.Append("</body></html>\n");
        File.WriteAllText(Path.Combine(folder, FileName), page.ToString());
    }

    private static void Figure(StringBuilder page, int index, string kind, FormattableString caption)
    {
        var text = Encode(caption.ToString(CultureInfo.InvariantCulture));
        page.Append(CultureInfo.InvariantCulture, $"<figure><img loading=\"lazy\" alt=\"{kind}\" src=\"{EvaluationPictures.Relative(index, kind)}\"><figcaption>{text}</figcaption></figure>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
