using System.Globalization;
using Spectre.Console;

namespace CloudRestore.Cli.Evaluating;

/// <summary>What an evaluation measured, as tables.</summary>
internal static class EvaluationTable
{
    /// <summary>What the columns mean.</summary>
    public const string Legend =
        "PSNR in dB over RGB, gain over bilinear; sharpness: the share of the original's detail that shows; noise: detail that the original does not have; stamp left: the share of a stamped number or text that is left.";

    private const int Few = 5;

    /// <summary>The headings of <see cref="Means"/>.</summary>
    public static IReadOnlyList<string> Measures { get; } = ["PSNR", "gain", "SSIM", "sharpness", "noise", "stamp left", "s/MP"];

    /// <summary>The means of the model and its peers.</summary>
    public static IEnumerable<(string Name, string[] Cells)> Means(EvaluationDocument document)
    {
        var model = document.Mean;
        yield return (document.Model,
            Cells(new PeerFigures(null, model.PsnrRestored, model.SsimRestored, model.Sharpness, model.Noise, model.Residue), model.PsnrDamaged, document.SecondsPerMegapixel));
        foreach (var peer in document.Peers)
            yield return (peer.Name, Cells(peer.Mean, model.PsnrDamaged, peer.SecondsPerMegapixel));
    }

    /// <summary>Shows the means, and the photographs with the greatest and the least gain.</summary>
    /// <param name="console">Where.</param>
    /// <param name="document">What was measured.</param>
    public static void Show(IAnsiConsole console, EvaluationDocument document)
    {
        var means = Table("mean", Measures);
        foreach (var (name, cells) in Means(document))
            means.AddRow([name.EscapeMarkup(), .. cells]);
        console.Write(means);

        var photographs = Table("photograph", ["PSNR damaged", "restored", "gain", "SSIM damaged", "restored", "sharpness", "noise", "stamp left"]);
        var ranked = document.Photographs.OrderByDescending(photograph => photograph.Gain).ToList();
        foreach (var photograph in ranked.Take(Few))
            Row(photographs, photograph);
        if (ranked.Count > 2 * Few)
            photographs.AddRow("...");
        foreach (var photograph in ranked.Skip(Math.Max(Few, ranked.Count - Few)))
            Row(photographs, photograph);
        console.Write(photographs);

        console.WriteLine($"{document.Photographs.Count} photographs, recipe {document.Recipe}, seed {document.Seed}, shorter side {document.Size} px. {Legend}");
        if (document.Clean is { } clean)
        {
            console.WriteLine(Text(
                $"Undamaged photographs: PSNR {clean.Psnr:F2} dB after the model; mean change of red {clean.ColourShift[0]:+0.00;-0.00;0.00}, green {clean.ColourShift[1]:+0.00;-0.00;0.00}, blue {clean.ColourShift[2]:+0.00;-0.00;0.00} of 255."));
        }
    }

    private static Table Table(string first, IEnumerable<string> others)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (var heading in others)
            table.AddColumn(heading, column => column.RightAligned());
        return table;
    }

    private static string[] Cells(PeerFigures figures, double psnrDamaged, double? secondsPerMegapixel) =>
    [
        Text($"{figures.Psnr:F2}"), Text($"{figures.Psnr - psnrDamaged:+0.00;-0.00;0.00}"), Text($"{figures.Ssim:F4}"),
        Ratio(figures.Sharpness), Ratio(figures.Noise), Percent(figures.Residue), secondsPerMegapixel is { } seconds ? Text($"{seconds:F2}") : "",
    ];

    private static void Row(Table table, ModelFigures figures) => table.AddRow(
        figures.Name!.EscapeMarkup(), Text($"{figures.PsnrDamaged:F2}"), Text($"{figures.PsnrRestored:F2}"), Text($"{figures.Gain:+0.00;-0.00;0.00}"),
        Text($"{figures.SsimDamaged:F4}"), Text($"{figures.SsimRestored:F4}"), Ratio(figures.Sharpness), Ratio(figures.Noise), Percent(figures.Residue));

    private static string Ratio(double? value) => value is { } number ? Text($"{number:F3}") : "";

    private static string Percent(double? share) => share is { } number ? Text($"{100 * number:F0} %") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
