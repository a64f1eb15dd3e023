using System.Collections.Concurrent;
using CloudRestore.Testing.Telemetry;
using Microsoft.Extensions.Logging;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>What was logged.</summary>
internal sealed class LogLines
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _lines = new();

    public IEnumerable<string> Lines => _lines.Select(line => line.Line);

    public IEnumerable<string> Errors => _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Line);

    /// <summary>The lines with the properties of the scopes around them.</summary>
    public RecordedLog Recorded { get; } = new();

    public ILogger<T> For<T>() => new Logger<T>(this);

    private sealed class Logger<T>(LogLines lines) : ILogger<T>
    {
        private readonly ILogger _recorded = lines.Recorded.CreateLogger("");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _recorded.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines._lines.Enqueue((logLevel, formatter(state, exception)));
            _recorded.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
