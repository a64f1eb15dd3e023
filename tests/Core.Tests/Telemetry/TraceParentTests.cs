using System.Text;
using System.Text.Json;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Tests.Telemetry;

/// <summary>Documents that an earlier release wrote know of no trace.</summary>
public sealed class TraceParentTests
{
    private const string Given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Old_documents_are_read_and_have_none()
    {
        Wire<JobFinished>("""{"version":1,"jobId":"r.gan","outcome":"succeeded"}""").TraceParent.Should().BeNull();
        Wire<JobResult>("""{"version":1,"jobId":"r.gan","kind":"gan","outcome":"failed","attempt":1,"startedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:00:00Z"}""")
            .TraceParent.Should().BeNull();
        Json<TrainingRequest>("""{"id":"r","dataset":"d","preset":"tiny","seed":1,"createdAt":"2026-01-01T00:00:00Z"}""").TraceParent.Should().BeNull();
        var restoration = Json<RestorationRequest>("""{"id":"r","photographs":[],"model":"m","createdAt":"2026-01-01T00:00:00Z"}""");
        (restoration.TraceParent, restoration.UploadedAt).Should().Be((null, null));
    }

    [Fact]
    public void New_documents_keep_theirs()
    {
        var finished = new JobFinished { JobId = "r.gan", Outcome = JobOutcome.Succeeded, TraceParent = Given };
        WireDocument.Read<JobFinished>(WireDocument.Write(finished)).Should().Be(finished);
    }

    [Fact]
    public void A_request_that_is_repeated_asks_for_the_same_in_another_trace()
    {
        var first = new TrainingRequest { Id = "r", Dataset = "d", Preset = "tiny", Seed = 1, CreatedAt = DateTimeOffset.UnixEpoch, TraceParent = Given };

        first.AsksTheSameAs(first with { TraceParent = null, CreatedAt = DateTimeOffset.MaxValue }).Should().BeTrue();
        first.AsksTheSameAs(first with { Seed = 2, TraceParent = null }).Should().BeFalse();
    }

    private static T Wire<T>(string json)
        where T : class, IWireDocument => WireDocument.Read<T>(Encoding.UTF8.GetBytes(json));

    private static T Json<T>(string json) => JsonSerializer.Deserialize<T>(json, CoreJson.Options)!;
}
