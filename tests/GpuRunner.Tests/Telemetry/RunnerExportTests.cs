using System.Net;
using System.Net.Sockets;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Testing;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.GpuRunner.Tests.Telemetry;

/// <summary>What a runner's process sends, and that it works as well when nobody takes it. The jobs fail at once: there is no such model.</summary>
public sealed class RunnerExportTests : IAsyncLifetime
{
    private readonly StorageAccount _account = new();
    private readonly TemporaryFolder _scratch = new();

    public ValueTask InitializeAsync() => _account.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _account.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_runner_sends_spans_metrics_and_log_lines_to_a_collector_before_it_ends()
    {
        await using var collector = new Collector();
        var job = await RunAsync((TelemetrySettings.OtlpEndpoint, collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        collector.Received("/v1/traces").Should().Contain(SpanNames.RunJob).And.Contain(job.JobId).And.Contain(TelemetryNames.Runner)
            .And.NotContain("Grossmutter", "names of photographs are no tags");
        collector.Received("/v1/metrics").Should().Contain("cloudrestore.jobs").And.Contain("cloudrestore.job.attempts").And.Contain("process.memory.usage")
            .And.NotContain(job.JobId, "every id would be a series of its own");
        collector.Received("/v1/logs").Should().Contain("has failed").And.Contain("RestorationId").And.Contain(job.JobId);
        collector.Everything.Should().NotContain("AccountKey");
    }

    [Fact]
    public async Task A_collector_that_takes_connections_and_never_answers_stops_neither_the_work_nor_the_end()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await RunAsync((TelemetrySettings.OtlpEndpoint, $"http://{silent.LocalEndpoint}"), ("OTEL_METRIC_EXPORT_INTERVAL", "100"), ("OTEL_BSP_SCHEDULE_DELAY", "100"));
    }

    [Fact]
    public async Task An_address_that_is_none_ends_the_process_with_one_sentence()
    {
        await using var runner = RunnerProcess.Start(_account.ConnectionString, _scratch.FullPath, (TelemetrySettings.OtlpEndpoint, "collector:4317"));
        await runner.Process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        runner.Process.ExitCode.Should().Be(2, runner.Output);
        runner.Output.Should().Contain("The setting OTEL_EXPORTER_OTLP_ENDPOINT is no address of a collector").And.NotContain("   at ");
    }

    private async Task<JobMessage> RunAsync(params (string Name, string Value)[] settings)
    {
        await using var runner = await RunnerProcess.StartReadyAsync(_account.ConnectionString, _scratch.FullPath, settings);
        var etag = (await _account.Clients.Blob(Containers.Uploads, "Grossmutter 1911.png").UploadAsync(BinaryData.FromBytes(Pictures.Encoded()), overwrite: true)).Value.ETag;
        var job = SampleJobs.Restoration("Grossmutter 1911.png", "no-such-model", etag.ToString());
        await _account.Clients.Queue(Queues.GpuRestore).SendMessageAsync(BinaryData.FromBytes(WireDocument.Write(job)));
        await Eventually.BeAsync(async () => runner.Process.HasExited || await _account.ResultAsync(job.JobId) is not null, "the result", seconds: 120);
        (await _account.ResultAsync(job.JobId))!.Outcome.Should().Be(JobOutcome.Failed, runner.Output);
        (await runner.TerminateAsync()).ExitCode.Should().Be(0, runner.Output);
        return job;
    }
}
