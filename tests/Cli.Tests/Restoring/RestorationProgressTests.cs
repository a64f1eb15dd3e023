using CloudRestore.Cli.Restoring;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Cli.Tests.Restoring;

public sealed class RestorationProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _lines = [];
    private double _done;
    private string _text = "";

    [Fact]
    public void It_tells_photographs_megapixels_and_speed()
    {
        var progress = Start(3);
        var first = progress.Begin();
        _time.Advance(TimeSpan.FromSeconds(4));
        first.Report(new RestoredShare(0.5, 12));
        (_done, _text).Should().Be((0.5, "0 of 3 photographs, 6.0 megapixels, 1.50 MP/s"));
        first.Report(new RestoredShare(1, 12));
        first.End();
        (_done, _text).Should().Be((1, "1 of 3 photographs, 12.0 megapixels, 3.00 MP/s"));
    }

    [Fact]
    public void A_photograph_that_is_begun_again_in_smaller_tiles_counts_once()
    {
        var photograph = Start(1).Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var share in new[] { 0.5, 0.1, 1 })
            photograph.Report(new RestoredShare(share, 2));
        photograph.End();
        (_done, _text).Should().Be((1, "1 of 1 photographs, 2.0 megapixels, 2.00 MP/s"));
    }

    [Fact]
    public void What_is_skipped_or_refused_counts_as_done_without_megapixels()
    {
        var progress = Start(2);
        progress.Begin().End();
        (_done, _text).Should().Be((1, "1 of 2 photographs, 0.0 megapixels, 0.00 MP/s"));
    }

    [Fact]
    public void A_line_is_said_every_ten_seconds_and_no_oftener()
    {
        var photograph = Start(1).Begin();
        for (var second = 1; second <= 25; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            photograph.Report(new RestoredShare(second / 25.0, 1));
        }

        _lines.Should().HaveCount(2);
        _lines[0].Should().Be("0 of 1 photographs, 0.4 megapixels, 0.04 MP/s");
    }

    private RestorationProgress Start(int count) => new(count, _time, (done, text) => (_done, _text) = (done, text), _lines.Add);
}
