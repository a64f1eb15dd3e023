using System.Globalization;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Cli.Evaluating;

/// <summary>The pictures of an evaluation: three files for each photograph, and one contact sheet.</summary>
internal sealed class EvaluationPictures
{
    /// <summary>The contact sheet.</summary>
    public const string SheetName = "contact-sheet.png";

    private const string Folder = "photographs";
    private const int MostOnSheet = 24;
    private const int SheetSide = 256;

    private readonly string _folder;
    private readonly int _expected;
    private readonly List<RgbImage[]> _sheet = [];
    private int _count;

    /// <summary>Makes the folder, and removes what an earlier evaluation left in it and nothing else.</summary>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="expected">How many photographs will come at most: a contact sheet takes them evenly from all.</param>
    public EvaluationPictures(string folder, int expected)
    {
        (_folder, _expected) = (folder, expected);
        foreach (var kind in new[] { "damaged", "restored", "original" })
        {
            foreach (var file in Directory.CreateDirectory(Path.Combine(folder, Folder)).EnumerateFiles($"????-{kind}.png"))
                file.Delete();
        }

        File.Delete(Path.Combine(folder, SheetName));
        File.Delete(Path.Combine(folder, EvaluationPage.FileName));
    }

    /// <summary>Path of a picture, relative to the folder.</summary>
    /// <param name="index">The photograph, from 0.</param>
    /// <param name="kind"><c>damaged</c>, <c>restored</c> or <c>original</c>.</param>
    public static string Relative(int index, string kind) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{index + 1:D4}-{kind}.png");

    /// <summary>Writes the three pictures of the next photograph.</summary>
    public void Add(BenchmarkPhotograph photograph, RgbImage restored)
    {
        Save(Relative(_count, "damaged"), photograph.Damaged);
        Save(Relative(_count, "restored"), restored);
        Save(Relative(_count, "original"), photograph.Original);
        if (IsOnSheet(_count++))
            _sheet.Add([Small(photograph.Damaged), Small(restored), Small(photograph.Original)]);
    }

    /// <summary>Writes the contact sheet: damaged, restored and original from left to right, two photographs in a row.</summary>
    public void WriteSheet()
    {
        if (_sheet.Count > 0)
            Save(SheetName, ContactSheet.Of([.. _sheet.Chunk(2).Select(pair => pair.SelectMany(pictures => pictures).ToArray())]));
    }

    private bool IsOnSheet(int index) =>
        _expected <= MostOnSheet || (long)index * MostOnSheet / _expected != (long)(index + 1) * MostOnSheet / _expected;

    private static RgbImage Small(RgbImage image)
    {
        if (Math.Min(image.Width, image.Height) <= SheetSide)
            return image;
        var (width, height) = Resample.ShorterSide(image.Width, image.Height, SheetSide);
        return Resample.Bilinear(image, width, height);
    }

    private void Save(string relative, RgbImage image) =>
        File.WriteAllBytes(Path.Combine(_folder, relative), PhotographWriter.Write(new Photograph(image), PhotographFormat.Png));
}
