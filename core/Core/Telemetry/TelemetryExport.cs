using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CloudRestore.Core.Telemetry;

/// <summary>Sends spans, metrics and logs to where <see cref="TelemetrySettings"/> say; with none, nothing listens and nothing is made.</summary>
public static class TelemetryExport
{
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    // Their lines tell addresses of requests, which may hold a key.
    private static readonly string[] TellingAddresses = ["Microsoft.AspNetCore", "System.Net.Http", "Azure"];

    /// <summary>Adds the exporters.</summary>
    /// <param name="services">The services of the process.</param>
    /// <param name="configuration">Its settings.</param>
    /// <param name="service">Its <c>service.name</c>, which <c>OTEL_SERVICE_NAME</c> overrides.</param>
    /// <param name="logsToAzureMonitor">Whether its logs reach Application Insights by no other way.</param>
    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static IServiceCollection AddTelemetryExport(
        this IServiceCollection services, IConfiguration configuration, string service, bool logsToAzureMonitor)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = TelemetrySettings.Read(configuration);
        if (settings is { Otlp: false, AzureMonitor: null })
            return services;

        var telemetry = services.AddOpenTelemetry();
        if (string.IsNullOrEmpty(configuration[ServiceName]))
            telemetry.ConfigureResource(resource => resource.AddService(service, serviceVersion: Tracing.Version));
        if (settings.Otlp)
            telemetry.UseOtlpExporter();
        if (settings.AzureMonitor is not null)
            AddAzureMonitor(telemetry, settings, logsToAzureMonitor);
        telemetry.WithMetrics(metrics => metrics.AddMeter(Instruments.MeterName));
        telemetry.WithTracing(traces =>
        {
            traces.AddSource(TelemetryNames.Source);
            // The web server's own span around a request is neither recorded nor exported, and the usual sampler would take ours for its kind.
            if (string.IsNullOrEmpty(configuration[Sampler]))
                traces.SetSampler<AlwaysOnSampler>();
        });
        services.Configure<OpenTelemetryLoggerOptions>(logs => (logs.IncludeScopes, logs.IncludeFormattedMessage) = (true, true));
        services.AddLogging(logs =>
        {
            foreach (var category in TellingAddresses)
                logs.AddFilter<OpenTelemetryLoggerProvider>(category, LogLevel.Warning);
        });
        services.AddHostedService<TelemetryShutdown>();
        return services;
    }

    private static void AddAzureMonitor(OpenTelemetryBuilder telemetry, TelemetrySettings settings, bool logs)
    {
        telemetry.WithTracing(traces => traces.AddAzureMonitorTraceExporter(Configure));
        telemetry.WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(Configure));
        if (logs)
            telemetry.WithLogging(lines => lines.AddAzureMonitorLogExporter(Configure));

        void Configure(AzureMonitorExporterOptions options)
        {
            (options.ConnectionString, options.Credential) = (settings.AzureMonitor, settings.Credential);
            // Disks are small where this runs, and what could not be sent is not worth one.
            options.DisableOfflineStorage = true;
            (options.SamplingRatio, options.TracesPerSecond) = (1, null);
        }
    }
}
