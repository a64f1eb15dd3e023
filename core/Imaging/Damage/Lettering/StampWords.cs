using System.Globalization;

namespace CloudRestore.Imaging.Damage.Lettering;

/// <summary>What people and cameras write on photographs: numbers, dates, notices, names, and words that no one has seen before.</summary>
internal static class StampWords
{
    private static readonly string[] Notices =
    [
        "SAMPLE", "PROOF", "COPYRIGHT", "DRAFT", "PREVIEW", "COPY", "VOID", "Specimen", "Do not copy", "For review only", "All rights reserved",
        "PHOTO", "Archive", "No. 7", "Not for sale", "Studio", "Contact sheet", "ORIGINAL", "Final", "Test print",
    ];

    private static readonly string[] Names =
    [
        "Anna", "Paul", "Maria", "Jonas", "Elena", "Thomas", "Lucia", "Viktor", "Grandma", "Aunt Rosa", "Uncle Fred", "Mother", "Holiday", "Summer",
        "Christmas", "Wedding", "Venice", "Garden", "Beach", "Kitty", "Rex", "School", "Our house",
    ];

    private static readonly string[] Consonants = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "x", "z", "qu", "st", "ch", "br", "tr"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "y", "ea", "ou", "ie"];

    /// <summary>A number of one to six digits, at times with a sign of what it is.</summary>
    public static string Number(SeededRandom random)
    {
        var digits = string.Concat(Enumerable.Range(0, random.NextInt(1, 6)).Select(_ => Text(random.NextInt(0, 9))));
        return random.NextInt(0, 7) switch
        {
            0 => "#" + digits,
            1 => "No. " + digits,
            2 => digits + "%",
            3 => $"{digits}/{Text(random.NextInt(1, 99))}",
            _ => digits,
        };
    }

    /// <summary>A date, a notice, a name or a made-up word.</summary>
    public static string Words(SeededRandom random) => random.NextInt(0, 9) switch
    {
        0 or 1 => Date(random),
        2 or 3 => Notices[random.NextInt(0, Notices.Length - 1)],
        4 => Names[random.NextInt(0, Names.Length - 1)],
        5 => $"{Names[random.NextInt(0, Names.Length - 1)]} {Text(random.NextInt(1900, 2029))}",
        6 => $"\u00A9 {Capital(MadeUp(random))} {Text(random.NextInt(1980, 2029))}",
        7 => MadeUp(random).ToUpperInvariant(),
        8 => $"{Capital(MadeUp(random))} {Capital(MadeUp(random))}",
        _ => $"www.{MadeUp(random)}.com",
    };

    private static string Date(SeededRandom random)
    {
        var (day, month, year) = (random.NextInt(1, 28), random.NextInt(1, 12), random.NextInt(1950, 2029));
        return random.NextInt(0, 3) switch
        {
            0 => FormattableString.Invariant($"{day:00}.{month:00}.{year}"),
            1 => FormattableString.Invariant($"{year}-{month:00}-{day:00}"),
            2 => FormattableString.Invariant($"'{year % 100:00} {month} {day}"),
            _ => FormattableString.Invariant($"{month}/{day}/{year % 100:00}"),
        };
    }

    private static string MadeUp(SeededRandom random) => string.Concat(Enumerable.Range(0, random.NextInt(2, 4)).Select(_ =>
        Consonants[random.NextInt(0, Consonants.Length - 1)] + Vowels[random.NextInt(0, Vowels.Length - 1)]));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
