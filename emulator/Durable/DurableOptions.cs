using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Emulator.Durable;

/// <summary>Settings of the durable engine.</summary>
public sealed class DurableOptions
{
    /// <summary>The SQLite file that holds every orchestration; its folder is created. One engine may use it at a time.</summary>
    [Required]
    public required string DatabasePath { get; set; }

    /// <summary>Name of the task hub, which the client bears. Default: <c>TestHubName</c>.</summary>
    [Required]
    public string HubName { get; set; } = "TestHubName";

    /// <summary>Activities that run at once. Default: ten per processor, as in the extension.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Orchestrators that are replayed at once. Default: ten per processor, as in the extension.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentOrchestrators { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>How long the stop of the engine waits for activities that run. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
