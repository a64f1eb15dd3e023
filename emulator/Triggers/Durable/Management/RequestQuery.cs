using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>Reads query parameters as the extension does: what cannot be read counts as not given.</summary>
internal static class RequestQuery
{
    public static bool Flag(this HttpRequest request, string name, bool otherwise) =>
        bool.TryParse(request.Query[name], out var value) ? value : otherwise;

    public static int? Number(this HttpRequest request, string name) =>
        int.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var value) ? value : null;

    public static DateTimeOffset? Time(this HttpRequest request, string name) =>
        DateTimeOffset.TryParse(request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value : null;

    /// <exception cref="ArgumentException">It is not a number of seconds that a clock can wait for.</exception>
    public static TimeSpan? Seconds(this HttpRequest request, string name) =>
        double.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var value) ? TimeSpan.FromSeconds(value) : null;

    /// <summary>Statuses, separated by commas or given several times; null for none.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(this HttpRequest request)
    {
        var statuses = request.Query["runtimeStatus"]
            .SelectMany(static text => text?.Split(',') ?? [])
            .Select(static text => Enum.TryParse<OrchestrationRuntimeStatus>(text, out var status) ? status : (OrchestrationRuntimeStatus?)null)
            .OfType<OrchestrationRuntimeStatus>()
            .ToList();
        return statuses.Count > 0 ? statuses : null;
    }

    public static string InstanceId(this HttpRequest request) => (string)request.RouteValues["instanceId"]!;
}
