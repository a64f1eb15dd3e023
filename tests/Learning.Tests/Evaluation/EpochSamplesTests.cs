using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Evaluation;

public sealed class EpochSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(7, 3, new long[] { 3, 6, 7 })]
    [InlineData(80, 20, new long[] { 20, 40, 60, 80 })]
    [InlineData(80, null, new long[] { 10, 20, 30, 40, 50, 60, 70, 80 })]
    [InlineData(81, null, new long[] { 11, 22, 33, 44, 55, 66, 77, 81 })]
    [InlineData(3, null, new long[] { 1, 2, 3 })]
    [InlineData(5, 100, new long[] { 5 })]
    public void An_epoch_ends_every_so_many_steps_and_with_the_stage(long steps, int? every, long[] ends) =>
        Enumerable.Range(1, (int)steps).Select(step => (long)step).Where(step => EpochSamples.EndsEpoch(step, steps, every)).Should().Equal(ends);

    [Fact]
    public void A_grid_has_a_row_for_each_photograph_with_its_three_states()
    {
        var samples = new EpochSamples();
        samples.Add(400, [Photograph(40, 30), Photograph(20, 50)]);

        var grid = PhotographReader.Read(samples.Grids[400], "grid").Color;
        (grid.Width, grid.Height).Should().Be((3 * 40 + 2 * 4, 30 + 4 + 50));
        Level(grid, 20, 15).Should().BeCloseTo(30, 6);
        Level(grid, 64, 15).Should().BeCloseTo(120, 6);
        Level(grid, 108, 15).Should().BeCloseTo(210, 6);
        Level(grid, 54, 60).Should().BeCloseTo(120, 6);
    }

    [Fact]
    public void No_more_photographs_are_restored_than_the_grid_shows()
    {
        var restored = 0;
        var samples = new EpochSamples();
        samples.Add(1, Enumerable.Range(0, 9).Select(_ =>
        {
            restored++;
            return Photograph(12, 12);
        }));

        restored.Should().Be(EpochSamples.MaxPhotographs);
        PhotographReader.Read(samples.Grids[1], "grid").Color.Height.Should().Be(4 * 12 + 3 * 4);
    }

    [Fact]
    public void Large_photographs_are_shown_smaller()
    {
        var samples = new EpochSamples();
        samples.Add(1, [Photograph(2048, 1024)]);
        var grid = PhotographReader.Read(samples.Grids[1], "grid").Color;
        (grid.Width, grid.Height).Should().Be((3 * 512 + 2 * 4, 256));
    }

    [Fact]
    public void What_was_written_is_read_back_and_other_files_are_passed_over()
    {
        var written = new EpochSamples();
        foreach (var step in new[] { 400L, 1_200_000, 50 })
            written.Add(step, [Photograph(12, (int)(step % 97) + 8)]);
        var folder = Path.Combine(_folder.Sub("output"), "samples");
        written.Write(folder);
        Directory.GetFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo("step-000050.jpg", "step-000400.jpg", "step-1200000.jpg");
        File.WriteAllText(Path.Combine(folder, "step-last.jpg"), "");
        File.WriteAllText(Path.Combine(folder, "01.jpg"), "");

        var read = new EpochSamples();
        read.Add(7, [Photograph(12, 12)]);
        read.Read(folder);

        read.Grids.Keys.Should().Equal(50, 400, 1_200_000);
        read.Grids.Values.Should().BeEquivalentTo(written.Grids.Values, options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_no_grids()
    {
        var samples = new EpochSamples();
        samples.Read(Path.Combine(_folder.Sub("output"), "samples"));
        samples.Grids.Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static RestoredPhotograph Photograph(int width, int height) => new(Plain(width, height, 30), Plain(width, height, 120), Plain(width, height, 210));

    private static RgbImage Plain(int width, int height, byte level) => new(width, height, [.. Enumerable.Repeat(level, width * height * 3)]);

    private static byte Level(RgbImage image, int x, int y) => image.Pixels[(y * image.Width + x) * 3];
}
