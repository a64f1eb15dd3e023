using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Comparing;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Health;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Idempotency;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Retraining;
using CloudRestore.Functions.Sweeping;
using CloudRestore.Functions.Training;
using CloudRestore.Functions.Uploads;
using CloudRestore.Functions.Webhooks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Hosting;

/// <summary>The services of the function app.</summary>
internal static class ServiceRegistration
{
    // The worker's server would refuse what is above 30 MB, without a sentence. This is what the plan lets through; the API's own limits are lower.
    private const long MaxRequestBytes = 210L << 20;

    /// <summary>Adds storage, settings and records; the same on both hosts.</summary>
    public static IServiceCollection AddCloudRestore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBytes);

        // In Azure the Functions host sends the log lines to Application Insights already.
        services.AddTelemetryExport(configuration, TelemetryNames.FunctionApp, logsToAzureMonitor: false);
        services.AddSingleton(_ => StorageClients.FromConfiguration(configuration));
        services.AddHostedService<StoragePreparation>();
        services.AddSingleton<ProcessStart>();
        services.AddHostedService(provider => provider.GetRequiredService<ProcessStart>());
        services.AddOptions<ReadinessOptions>().Bind(configuration.GetSection(ReadinessOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(Instruments.Queues);
        services.AddSingleton<ReadinessProbe>();
        services.AddOptions<GpuJobOptions>().Bind(configuration.GetSection(GpuJobOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IdempotencyOptions>().Bind(configuration.GetSection(IdempotencyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IdempotencyRecords>();
        services.AddSingleton<IdempotentPosts>();
        services.AddSingleton<OrchestrationStarter>();
        services.AddSingleton<ModelRegistryStore>();
        services.AddSingleton<ChampionChanges>();
        services.AddOptions<ApprovalOptions>().Bind(configuration.GetSection(ApprovalOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PromotionOptions>().Bind(configuration.GetSection(PromotionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TrainingRuns>();
        services.AddSingleton<TrainingSets>();
        services.AddSingleton<Resumptions>();
        services.AddSingleton<StageFiles>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<ModelCatalog>();
        services.AddOptions<RestorationOptions>().Bind(configuration.GetSection(RestorationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PhotographLists>();
        services.AddSingleton<PhotographOutcomes>();
        services.AddSingleton<RestorationProgress>();
        services.AddSingleton<RestorationRecords>();
        services.AddSingleton<ErrorDocuments>();
        services.AddSingleton<FailedUploads>();
        services.AddSingleton<UploadListing>();
        services.AddSingleton<RestorationRequests>();
        services.AddSingleton<UploadAcceptance>();
        services.AddSingleton<ComparisonRequests>();
        services.AddSingleton<Comparisons>();
        services.AddSingleton<SettledRecords>();
        services.AddOptions<DatasetOptions>().Bind(configuration.GetSection(DatasetOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DatasetRecords>();
        services.AddSingleton<DatasetSources>();
        services.AddSingleton<DatasetImports>();
        services.AddSingleton<DatasetCatalog>();
        services.AddSingleton<DatasetUse>();
        services.AddSingleton<DatasetDeletion>();
        services.AddSingleton<DatasetPhotographs>();
        services.AddSingleton<DatasetUploads>();
        services.AddSingleton<ForgottenArchives>();
        services.AddOptions<RetrainingOptions>().Bind(configuration.GetSection(RetrainingOptions.Section))
            .Configure(options => options.Schedule = configuration[RetrainingOptions.ScheduleSetting]).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetrainingOptions>, RetrainingOptionsValidation>();
        services.AddWebhooks(configuration);
        services.AddSingleton<RetrainingStore>();
        services.AddSingleton<NewPhotographs>();
        services.AddSingleton<Retrainings>();
        return services;
    }

    private static void AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(WebhookOptions.Section);
        services.AddOptions<WebhookOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WebhookSchedule>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidation>();
        services.TryAddSingleton<IHostResolver, SystemResolver>();
        services.AddSingleton<WebhookHosts>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookLogs>();
        services.AddSingleton<WebhookSources>();
        services.AddSingleton<WebhookAcceptance>();
    }
}
