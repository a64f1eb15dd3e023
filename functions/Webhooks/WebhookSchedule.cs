using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Settings under <c>Webhooks</c> too: when events are sent. They reach the orchestration as part of its input.</summary>
public sealed record WebhookSchedule
{
    /// <summary>The wait after the first attempt that fails; each further wait is twice as long. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between attempts. Default 4 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromHours(4);

    /// <summary>The age of an event after which it is not sent again. Default 1 day. Every event is sent once, however old it is.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The least time between a stage's event and the one before it. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StageInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a run is looked at that has told of no change. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Tick { get; set; } = TimeSpan.FromMinutes(1);
}
