using CloudRestore.Imaging;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Learning.Tests.Evaluation;

public sealed class SampleGridTests
{
    [Fact]
    public void Pictures_of_different_sizes_stand_in_straight_rows_and_columns_on_white()
    {
        var table = SampleGrid.Table([[Plain(10, 6, 20), Plain(3, 6, 40)], [Plain(5, 9, 60), Plain(8, 9, 80)]]);

        (table.Width, table.Height).Should().Be((10 + 4 + 8, 6 + 4 + 9));
        Level(table, 0, 0).Should().Be(20);
        Level(table, 9, 5).Should().Be(20);
        Level(table, 10, 5).Should().Be(255);
        Level(table, 14, 0).Should().Be(40);
        Level(table, 17, 0).Should().Be(255, "the picture is narrower than its column");
        Level(table, 0, 6).Should().Be(255);
        Level(table, 4, 10).Should().Be(60);
        Level(table, 5, 10).Should().Be(255);
        Level(table, 21, 18).Should().Be(80);
    }

    [Fact]
    public void One_row_is_as_high_as_its_pictures()
    {
        var row = SampleGrid.SideBySide([Plain(2, 3, 10), Plain(4, 3, 30)]);

        (row.Width, row.Height).Should().Be((10, 3));
        (Level(row, 1, 2), Level(row, 2, 2), Level(row, 6, 2)).Should().Be((10, 255, 30));
    }

    private static RgbImage Plain(int width, int height, byte level) => new(width, height, [.. Enumerable.Repeat(level, width * height * 3)]);

    private static byte Level(RgbImage image, int x, int y) => image.Pixels[(y * image.Width + x) * 3];
}
