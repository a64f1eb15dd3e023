using System.Text.RegularExpressions;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Evaluation;

public sealed partial class SampleStripTests
{
    [Theory]
    [InlineData(1, new[] { 10 })]
    [InlineData(3, new[] { 10, 20, 30 })]
    [InlineData(8, new[] { 10, 20, 30, 40, 50, 60, 70, 80 })]
    [InlineData(16, new[] { 20, 40, 60, 80, 100, 120, 140, 160 })]
    [InlineData(9, new[] { 10, 20, 30, 40, 50, 60, 70, 90 })]
    public void At_most_eight_grids_are_shown_evenly_spread_and_the_last_among_them(int grids, int[] shown)
    {
        var page = SampleStrip.Draw("gan", Grids(grids, 24, 16));
        Steps().Matches(page).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Should().Equal(shown);
    }

    [Fact]
    public void A_grid_is_made_small_enough_for_a_page()
    {
        var page = SampleStrip.Draw("gan", Grids(1, 1040, 600));
        var picture = PhotographReader.Read(Convert.FromBase64String(Data().Match(page).Groups[1].Value), "shown").Color;
        (picture.Width, picture.Height).Should().Be((520, 300));
    }

    [Fact]
    public void Without_grids_there_is_nothing_to_show() => SampleStrip.Draw("gan", Grids(0, 24, 16)).Should().BeEmpty();

    private static SortedDictionary<long, byte[]> Grids(int count, int width, int height)
    {
        var grid = PhotographWriter.Write(new Photograph(TestPairs.Picture(width, height, 1)), PhotographFormat.Jpeg);
        return new(Enumerable.Range(1, count).ToDictionary(i => i * 10L, _ => grid));
    }

    [GeneratedRegex("gan: step ([0-9]+)<")]
    private static partial Regex Steps();

    [GeneratedRegex("base64,([^\"]+)\"")]
    private static partial Regex Data();
}
