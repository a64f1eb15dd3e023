using System.Diagnostics;
using CloudRestore.Core.Telemetry;
using CloudRestore.Testing.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace CloudRestore.Core.Tests.Telemetry;

public sealed class TelemetryExportTests : IAsyncDisposable
{
    private readonly Collector _collector = new();

    [Fact]
    public void Without_settings_nothing_is_made_and_nothing_listens()
    {
        using var host = Host();

        host.Services.GetService<TracerProvider>().Should().BeNull();
        host.Services.GetServices<IHostedService>().Should().BeEmpty();
        host.Services.GetServices<ILoggerProvider>().Should().NotContain(provider => provider.GetType().Namespace!.StartsWith("OpenTelemetry"));
    }

    [Fact]
    public async Task A_span_inside_a_request_that_nobody_records_reaches_the_collector_with_the_log_lines_of_its_scope()
    {
        await WorkAsync("run-otlp", Otlp);

        _collector.Received("/v1/traces").Should().Contain(SpanNames.EndTraining).And.Contain("run-otlp").And.Contain("the-service").And.NotContain("the request");
        _collector.Received("/v1/logs").Should().Contain("RunId").And.Contain("run-otlp").And.Contain("It was done.");
        _collector.Received("/v1/metrics").Should().Contain("process.memory.usage");
        _collector.Everything.Should().NotContain("the-key", "what web servers and clients say of addresses stays here");
    }

    [Fact]
    public async Task Application_Insights_gets_the_same_spans_and_leaves_the_log_to_the_host_if_that_sends_it()
    {
        await WorkAsync("run-azure", (TelemetrySettings.ConnectionString, $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={_collector.Address}/"));

        _collector.Everything.Should().Contain(SpanNames.EndTraining).And.Contain("run-azure").And.Contain("the-service").And.NotContain("It was done.");
    }

    [Fact]
    public async Task The_usual_settings_of_OpenTelemetry_count()
    {
        await WorkAsync("run-silent", [.. Otlp, ("OTEL_TRACES_SAMPLER", "always_off"), ("OTEL_SERVICE_NAME", "another-name")]);

        _collector.Received("/v1/traces").Should().NotContain("run-silent");
        _collector.Received("/v1/logs").Should().Contain("another-name").And.NotContain("the-service");
    }

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    private (string Name, string Value)[] Otlp => [(TelemetrySettings.OtlpEndpoint, _collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    private static IHost Host(params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.Services.AddTelemetryExport(builder.Configuration, "the-service", logsToAzureMonitor: false);
        return builder.Build();
    }

    // As a web server does it: its own span is there for the trace's sake, and recorded by nobody.
    private static async Task WorkAsync(string run, params (string Name, string Value)[] settings)
    {
        using var host = Host(settings);
        await host.StartAsync(TestContext.Current.CancellationToken);
        using (var request = new Activity("the request").Start())
        {
            request.Recorded.Should().BeFalse();
            var log = host.Services.GetRequiredService<ILogger<TelemetryExportTests>>();
            await log.TraceAsync(SpanNames.EndTraining, WorkIds.OfRun(run), parent: null, () =>
            {
                log.LogInformation("It was done.");
                foreach (var category in new[] { "Microsoft.AspNetCore.Hosting.Diagnostics", "System.Net.Http.HttpClient.Default", "Azure.Core" })
                    host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).LogInformation("GET /api/models?code=the-key");
                return Task.CompletedTask;
            });
        }

        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
