namespace CloudRestore.Imaging.Damage;

/// <summary>The digits as bitmaps, so that a stamp looks the same on systems with and without fonts.</summary>
internal static class DigitGlyphs
{
    /// <summary>Pixels from the left of one digit to the left of the next.</summary>
    public const int Advance = 6;

    /// <summary>Rows above the digits within a line of text.</summary>
    public const int Ascent = 2;

    private static readonly string[][] Rows =
    [
        [".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."],
        ["..#..", ".##..", "#.#..", "..#..", "..#..", "..#..", "#####"],
        [".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"],
        [".###.", "#...#", "....#", "..##.", "....#", "#...#", ".###."],
        ["...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."],
        ["#####", "#....", "####.", "....#", "....#", "#...#", ".###."],
        ["..##.", ".#...", "#....", "####.", "#...#", "#...#", ".###."],
        ["#####", "....#", "...#.", "...#.", "..#..", "..#..", "..#.."],
        [".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."],
        [".###.", "#...#", "#...#", ".####", "....#", "...#.", ".##.."],
    ];

    /// <summary>The pixels of a digit that are drawn, from its top left corner.</summary>
    public static IEnumerable<(int X, int Y)> Pixels(int digit) =>
        from y in Enumerable.Range(0, Rows[digit].Length)
        from x in Enumerable.Range(0, Rows[digit][y].Length)
        where Rows[digit][y][x] == '#'
        select (x, y);
}
