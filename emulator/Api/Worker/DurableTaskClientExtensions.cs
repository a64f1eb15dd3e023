using CloudRestore.Emulator.Triggers.Durable.Management;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the Functions host adds to the client of orchestrations.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>The addresses that steer an orchestration over HTTP.</summary>
    /// <param name="client">A client that a function was given.</param>
    /// <param name="instanceId">The orchestration; it need not exist.</param>
    /// <param name="request">Whose scheme and host the addresses take; the host's own when null.</param>
    /// <returns>The addresses, as the isolated worker writes them: braces are doubled in <c>reason={{text}}</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="instanceId"/> is null or empty.</exception>
    /// <exception cref="InvalidOperationException">Neither the client nor a request says where the host is.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        if (string.IsNullOrEmpty(instanceId))
            throw new ArgumentException("InstanceId cannot be null or empty.", nameof(instanceId));
        return ManagementLinks.Payload(client, instanceId, request?.Url.GetLeftPart(UriPartial.Authority));
    }
}
