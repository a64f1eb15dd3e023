using System.Text.Json.Serialization;

namespace CloudRestore.Core.Api;

/// <summary>What came of an occurrence of the schedule, or of a request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RetrainingOutcome>))]
public enum RetrainingOutcome
{
    /// <summary>A training run was started.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>Nothing was to be done.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>A run should have been started and could not.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>One time that a model was to be trained anew.</summary>
/// <param name="Id">Its id: of the occurrence's time, or of the request.</param>
/// <param name="Occurrence">When the schedule asked for it; null if a request did.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">Why: one sentence with the numbers.</param>
/// <param name="NewPhotographs">Photographs that came since the champion was trained, if they were counted.</param>
/// <param name="Run">The training run, if one was started.</param>
/// <param name="At">When that was decided.</param>
public sealed record RetrainingAttempt(
    string Id, DateTimeOffset? Occurrence, RetrainingOutcome Outcome, string Reason, int? NewPhotographs, string? Run, DateTimeOffset At);

/// <summary>Whether, when and with what models are trained anew.</summary>
public sealed record RetrainingStatus
{
    /// <summary>The schedule, in six fields (seconds first); null if there is none, and only requests train anew.</summary>
    public string? Schedule { get; init; }

    /// <summary>The schedule's time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The dataset; null if none is set.</summary>
    public string? Dataset { get; init; }

    /// <summary>The preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The damage recipe; the preset's if null.</summary>
    public string? Recipe { get; init; }

    /// <summary>New photographs without which an occurrence is skipped.</summary>
    public required int MinNewPhotographs { get; init; }

    /// <summary>When the schedule asks next.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>When it asked last.</summary>
    public DateTimeOffset? LastOccurrence { get; init; }

    /// <summary>What came of the last occurrence or request.</summary>
    public RetrainingAttempt? Last { get; init; }
}
