using CloudRestore.Functions.Training;

namespace CloudRestore.Functions.Tests.Training;

public class MetricsTableTests
{
    [Fact]
    public void Rows_are_numbers_under_the_names_of_their_columns()
    {
        var curve = MetricsTable.Read("gan", 20, "step,phase,loss\n10,1,0.5\n20,1,1.25E-3\n");

        (curve.Stage, curve.Step).Should().Be(("gan", 20L));
        curve.Columns.Should().Equal("step", "phase", "loss");
        curve.Rows.Should().BeEquivalentTo([new double?[] { 10, 1, 0.5 }, [20, 1, 0.00125]], options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("generator")]
    public void A_figure_that_is_missing_or_none_is_null(string cell) => MetricsTable.Read("gan", null, $"step,loss\n1,{cell}\n").Rows[0][1].Should().BeNull();

    [Fact]
    public void A_row_that_is_cut_short_is_left_out() => MetricsTable.Read("gan", null, "step,loss\n1,2\n2").Rows.Should().ContainSingle();

    [Fact]
    public void An_empty_file_has_neither_columns_nor_rows() => MetricsTable.Read("gan", null, "").Should().Match<Core.Api.StageCurve>(curve => curve.Columns.Count == 0 && curve.Rows.Count == 0);
}
