using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Emulator.Hosting;

/// <summary>The part of host.json that the emulator follows; defaults are the real host's.</summary>
/// <param name="FunctionTimeout">How long a function may run; infinite for <c>-1</c>. Default: 30 minutes, as on every plan but Consumption.</param>
/// <param name="Http"><c>extensions.http</c>.</param>
/// <param name="Queues"><c>extensions.queues</c>.</param>
/// <param name="Blobs"><c>extensions.blobs</c>.</param>
/// <param name="DurableTask"><c>extensions.durableTask</c>.</param>
internal sealed record HostJson(
    TimeSpan FunctionTimeout, HttpSettings Http, QueueSettings Queues, BlobSettings Blobs, DurableTaskSettings DurableTask)
{
    /// <param name="folder">The app's folder. A missing file means defaults.</param>
    /// <exception cref="FunctionAppException">The file is not JSON, or a value in it is not valid.</exception>
    public static HostJson Read(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        try
        {
            var root = new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
            return new(
                Timeout(root["functionTimeout"], path),
                Read<HttpSettings>("http"),
                Read<QueueSettings>("queues"),
                Read<BlobSettings>("blobs"),
                Read<DurableTaskSettings>("durableTask"));

            T Read<T>(string name)
                where T : class, new() =>
                Bound.Section<T>(root.GetSection("extensions").GetSection(name), $"'extensions.{name}' in {path}");
        }
        catch (InvalidDataException e)
        {
            throw new FunctionAppException($"{path} is not valid JSON: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private static TimeSpan Timeout(string? text, string path) => text switch
    {
        null => TimeSpan.FromMinutes(30),
        "-1" => System.Threading.Timeout.InfiniteTimeSpan,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var limit) && limit > TimeSpan.Zero && limit <= TimeSpan.FromDays(40) => limit,
        _ => throw new FunctionAppException($"Correct 'functionTimeout' in {path}: '{text}' is neither a time like 00:30:00, up to 40 days, nor -1 for none."),
    };
}

/// <summary><c>extensions.http</c>.</summary>
internal sealed class HttpSettings
{
    /// <summary>What stands before every route; empty for nothing.</summary>
    public string RoutePrefix { get; set; } = "api";
}

/// <summary><c>extensions.queues</c>.</summary>
internal sealed class QueueSettings
{
    /// <summary>Messages taken at once.</summary>
    [Range(1, 32)]
    public int BatchSize { get; set; } = 16;

    /// <summary>The next batch is taken when no more than this many are running; half a batch when null.</summary>
    [Range(0, 1000)]
    public int? NewBatchThreshold { get; set; }

    /// <summary>Deliveries after which a message goes to the poison queue.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDequeueCount { get; set; } = 5;

    /// <summary>How long a message that failed stays invisible.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan VisibilityTimeout { get; set; }

    /// <summary>The longest pause between two looks at an empty queue. One second when not set: the real host's minute is long on a laptop.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan MaxPollingInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How message text is written.</summary>
    [EnumDataType(typeof(MessageEncoding))]
    public MessageEncoding MessageEncoding { get; set; } = MessageEncoding.Base64;

    public int Threshold => NewBatchThreshold ?? BatchSize / 2;
}

/// <summary>How the text of a queue message is written.</summary>
internal enum MessageEncoding
{
    None,
    Base64,
}

/// <summary><c>extensions.blobs</c>.</summary>
internal sealed class BlobSettings
{
    /// <summary>Blobs handled at once by a function.</summary>
    [Range(1, 1000)]
    public int MaxDegreeOfParallelism { get; set; } = 8 * Environment.ProcessorCount;

    /// <summary>Attempts after which a blob is given up.</summary>
    [Range(1, int.MaxValue)]
    public int PoisonBlobThreshold { get; set; } = 5;
}

/// <summary><c>extensions.durableTask</c>.</summary>
internal sealed class DurableTaskSettings
{
    /// <summary>The name of the task hub.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9]{2,44}", ErrorMessage = "hubName must be 3 to 45 letters and digits, a letter first.")]
    public string HubName { get; set; } = "TestHubName";

    /// <summary>Activities that run at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentActivityFunctions { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Orchestrators that run at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentOrchestratorFunctions { get; set; } = 10 * Environment.ProcessorCount;
}
