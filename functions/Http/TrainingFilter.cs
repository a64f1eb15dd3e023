using System.Globalization;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Http;

/// <summary>Which runs a list is to show; what is null admits all.</summary>
/// <param name="Status">Where they stand.</param>
/// <param name="Dataset">Their dataset.</param>
/// <param name="Preset">Their preset.</param>
/// <param name="Since">The earliest time at which they were asked for.</param>
internal sealed record TrainingFilter(RunStatus? Status, string? Dataset, string? Preset, DateTimeOffset? Since)
{
    /// <summary>Reads <c>?status=&amp;dataset=&amp;preset=&amp;since=</c>.</summary>
    /// <exception cref="RequestRefusedException">One of them is wrong.</exception>
    public static TrainingFilter Read(HttpRequest request) => new(
        StatusFilter.Read(request.Query["status"]), Text(request.Query["dataset"]), Text(request.Query["preset"]), Time(request.Query["since"]));

    /// <summary>Whether a run may be shown, as far as its request tells.</summary>
    public bool Admits(TrainingRequest request) =>
        (Dataset is null || request.Dataset == Dataset) && (Preset is null || request.Preset == Preset) && (Since is null || request.CreatedAt >= Since);

    /// <summary>Whether a run is in the state asked for.</summary>
    public bool Admits(TrainingRun run) => Status is null || run.Status == Status;

    private static string? Text(string? given) => string.IsNullOrEmpty(given) ? null : given;

    private static DateTimeOffset? Time(string? given)
    {
        if (string.IsNullOrEmpty(given))
            return null;
        return DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new RequestRefusedException(400, "'since' must be a time such as 2026-11-26T08:00:00Z.");
    }
}
