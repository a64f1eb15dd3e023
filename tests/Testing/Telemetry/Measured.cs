using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CloudRestore.Core.Telemetry;

namespace CloudRestore.Testing.Telemetry;

/// <summary>What a test's own calls measure: what flows from other tests at the same time is left out. Gauges are asked when they are read.</summary>
public sealed class Measured : IDisposable
{
    private static readonly AsyncLocal<Measured?> Here = new();

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _found = new();

    /// <summary>Begins to listen.</summary>
    public Measured()
    {
        Here.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Source)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The names of what this process measures, as often as each was made.</summary>
    public static IReadOnlyList<string> Instruments()
    {
        var names = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Core.Telemetry.Instruments.MeterName)
                    names.Enqueue(instrument.Name);
            },
        };
        listener.Start();
        return [.. names];
    }

    /// <summary>Measurements so far, each as its value and its tags: <c>cloudrestore.job.kind=gan</c>.</summary>
    public IReadOnlyList<(double Value, string Tags)> Of(string instrument) =>
        [.. _found.Where(found => found.Instrument == instrument).Select(found => (found.Value, found.Tags))];

    /// <summary>What a gauge says now.</summary>
    public IReadOnlyList<(double Value, string Tags)> Gauge(string instrument)
    {
        Here.Value = this;
        _found.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        Here.Value = null;
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Here.Value == this)
            _found.Enqueue((instrument.Name, value, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
    }
}
