using CloudRestore.Core.Storage;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.Functions.Hosting;

/// <summary>Creates missing containers and queues before the first function runs.</summary>
internal sealed class StoragePreparation(StorageClients storage) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => storage.EnsureCreatedAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
