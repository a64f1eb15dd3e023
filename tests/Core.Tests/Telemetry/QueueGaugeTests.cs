using CloudRestore.Core.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Core.Tests.Telemetry;

public sealed class QueueGaugeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly QueueGauge _gauge;

    public QueueGaugeTests() => _gauge = new QueueGauge(_time);

    [Fact]
    public void The_last_look_at_each_queue_is_told()
    {
        _gauge.Looked("gpu-train", 3, 60);
        _gauge.Looked("gpu-restore", 0, 0);
        _gauge.Looked("gpu-train", 2, 90);

        Ages().Should().BeEquivalentTo([("gpu-train", 90.0), ("gpu-restore", 0.0)]);
        _gauge.Messages().Select(found => found.Value).Should().BeEquivalentTo([2, 0]);
    }

    [Fact]
    public void A_process_that_looks_no_more_says_no_more()
    {
        _gauge.Looked("gpu-train", 3, 60);
        _time.Advance(QueueGauge.Memory - TimeSpan.FromSeconds(1));
        _gauge.Looked("gpu-restore", 1, 5);
        Ages().Should().HaveCount(2);

        _time.Advance(TimeSpan.FromSeconds(1));

        Ages().Should().Equal(("gpu-restore", 5.0));
    }

    private IEnumerable<(string?, double)> Ages() => _gauge.Ages().Select(found => (found.Tags.ToArray().Single().Value as string, found.Value));
}
