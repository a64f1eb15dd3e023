using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Events;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Events;

public sealed class EventFileTests : IDisposable
{
    private static readonly string[] Metrics = ["step,phase,loss,psnrRestored", "20,0,0.25,", "40,1,0.125,27.5", "60,1,NaN,"];
    private static readonly byte[] Grid = PhotographWriter.Write(new Photograph(TestPairs.Picture(30, 20, 1)), PhotographFormat.Jpeg);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_begins_with_its_version_and_has_one_event_for_each_step_in_order()
    {
        var events = Written(new() { [40] = Grid, [50] = Grid });

        events[0].Should().BeEquivalentTo(new EventFileReader.Entry(0, 0, "brain.Event:2", []));
        events.Skip(1).Should().AllSatisfy(entry => entry.FileVersion.Should().BeNull());
        events.Skip(1).Select(entry => entry.Step).Should().Equal(20, 40, 50, 60);
    }

    [Fact]
    public void Every_figure_that_is_there_is_a_scalar_under_its_stage_and_column()
    {
        var events = Written([]);

        Scalars(events[1]).Should().Equal(("gan/phase", 0f), ("gan/loss", 0.25f));
        Scalars(events[2]).Should().Equal(("gan/phase", 1f), ("gan/loss", 0.125f), ("gan/psnrRestored", 27.5f));
        events[3].Values.Single(value => value.Tag == "gan/loss").Scalar.Should().Be(float.NaN);
    }

    [Fact]
    public void A_grid_is_an_image_of_its_step()
    {
        var values = Written(new() { [40] = Grid }).Single(entry => entry.Step == 40).Values;

        values[^1].Should().BeEquivalentTo(new EventFileReader.Value("gan/samples", null, new EventFileReader.Picture(30, 20, 3, Grid)));
    }

    [Fact]
    public void The_time_of_an_event_is_its_step() => Written([]).Should().AllSatisfy(entry => entry.WallTime.Should().Be(entry.Step));

    [Fact]
    public void TensorBoard_finds_the_file_by_its_name() => EventFile.FileName("gan").Should().Be("events.out.tfevents.gan");

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<EventFileReader.Entry> Written(Dictionary<long, byte[]> samples)
    {
        var folder = _folder.Sub("output");
        EventFile.Write(folder, "gan", Metrics, samples);
        return EventFileReader.Read(Path.Combine(folder, EventFile.FileName("gan")));
    }

    private static IEnumerable<(string, float)> Scalars(EventFileReader.Entry entry) => entry.Values.Select(value => (value.Tag, value.Scalar!.Value));
}
