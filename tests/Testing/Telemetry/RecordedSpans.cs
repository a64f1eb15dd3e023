using System.Collections.ObjectModel;
using System.Diagnostics;
using CloudRestore.Core.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace CloudRestore.Testing.Telemetry;

/// <summary>The spans that end in this process, as an exporter gets them. Those of other tests are among them.</summary>
public sealed class RecordedSpans : IDisposable
{
    private readonly SpanList _spans = new();
    private readonly TracerProvider _provider;

    /// <summary>Begins to record.</summary>
    public RecordedSpans() => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(TelemetryNames.Source).SetSampler(new AlwaysOnSampler()).AddInMemoryExporter(_spans).Build();

    /// <summary>The spans of a trace that have ended so far.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _spans.Snapshot().Where(span => span.TraceId == trace)];

    /// <summary>The spans of a run, restoration or job that have ended so far: those with an id that begins so.</summary>
    public IReadOnlyList<Activity> Of(string id) => [.. _spans.Snapshot().Where(span => Ids(span).Any(found => found.StartsWith(id, StringComparison.Ordinal)))];

    /// <summary>Everything that is written on a span.</summary>
    public static string TextOf(Activity span)
    {
        var events = span.Events.SelectMany(e => e.Tags.Select(tag => $"{tag.Key}={tag.Value}").Prepend(e.Name));
        return string.Join('\n', [span.DisplayName, span.StatusDescription, .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"), .. events]);
    }

    /// <inheritdoc/>
    public void Dispose() => _provider.Dispose();

    private static IEnumerable<string> Ids(Activity span) =>
        new[] { TagNames.Run, TagNames.Restoration, TagNames.Job }.Select(span.GetTagItem).OfType<string>();

    private sealed class SpanList : Collection<Activity>
    {
        private readonly Lock _lock = new();

        public IReadOnlyList<Activity> Snapshot()
        {
            lock (_lock)
                return [.. this];
        }

        protected override void InsertItem(int index, Activity item)
        {
            lock (_lock)
                base.InsertItem(Count, item);
        }
    }
}
