using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function on a schedule.</summary>
/// <param name="schedule">Six NCrontab fields (second first), or a <see cref="TimeSpan"/>. <c>%setting%</c> is replaced.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>Six NCrontab fields in UTC, or a <see cref="TimeSpan"/>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Keeps the last occurrence over restarts, so that a missed one is made up for. Schedules shorter than a minute are never kept.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Runs the function once whenever the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
