using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Messages;
using CloudRestore.GpuRunner.Restorations;
using CloudRestore.GpuRunner.Training;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Learning.Stages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.GpuRunner;

/// <summary>The parts of a runner.</summary>
internal static class RunnerServices
{
    /// <summary>Adds them to a host.</summary>
    public static IServiceCollection AddRunner(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        // A container is killed 30 seconds after SIGTERM, and the process promises to be gone within 25.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(22));
        services.AddSingleton(TimeProvider.System);
        Instruments.MeasureGpuMemory();
        services.AddTelemetryExport(builder.Configuration, TelemetryNames.Runner, logsToAzureMonitor: true);
        services.AddSingleton<UndecodableMessages>();
        services.AddSingleton(provider =>
            StorageClients.FromConfiguration(builder.Configuration, provider.GetRequiredService<UndecodableMessages>().PoisonAsync));
        services.AddSingleton<Func<string, IStage>>(StageCatalog.Get);
        services.AddSingleton<ScratchSpace>();
        services.AddSingleton<TorchDevice>();
        services.AddSingleton<ModelCache>();
        services.AddSingleton<IJobHandler, StageJobHandler>();
        services.AddSingleton<IJobHandler, RestorationJobHandler>();
        services.AddSingleton<FinishedMessages>();
        services.AddSingleton<JobResults>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<QueueLoop>();
        services.AddSingleton<RunnerService>();
        services.AddHostedService(provider => provider.GetRequiredService<RunnerService>());
        services.AddHostedService<HealthEndpoint>();
        return services;
    }
}
