using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Sweeping;
using CloudRestore.Functions.Training;
using CloudRestore.Functions.Uploads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CloudRestore.Functions.Hosting;

/// <summary>The services of the function app.</summary>
internal static class ServiceRegistration
{
    /// <summary>Adds storage, settings and records; the same on both hosts.</summary>
    public static IServiceCollection AddCloudRestore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => StorageClients.FromConfiguration(configuration));
        services.AddHostedService<StoragePreparation>();
        services.AddOptions<GpuJobOptions>().Bind(configuration.GetSection(GpuJobOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OrchestrationStarter>();
        services.AddSingleton<ModelRegistryStore>();
        services.AddSingleton<TrainingRuns>();
        services.AddSingleton<RestorationRecords>();
        services.AddSingleton<ErrorDocuments>();
        services.AddSingleton<RestorationRequests>();
        services.AddSingleton<UploadAcceptance>();
        services.AddSingleton<SettledRecords>();
        return services;
    }
}
