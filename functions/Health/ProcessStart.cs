using System.Reflection;
using CloudRestore.Core.Api;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.Functions.Health;

/// <summary>Remembers when the app started, and knows which one it is.</summary>
/// <param name="time">The clock.</param>
public sealed class ProcessStart(TimeProvider time) : IHostedService
{
    private DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>The app's version.</summary>
    public static string Number => Informational.Split('+')[0];

    /// <summary>The app and its start.</summary>
    public AppVersion Version => new(Number, Informational.Split('+', 2) is [_, var commit] ? commit : null, _startedAt);

    // The build writes version and commit into one attribute: 0.1.0+abc.
    private static string Informational =>
        typeof(ProcessStart).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _startedAt = time.GetUtcNow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
