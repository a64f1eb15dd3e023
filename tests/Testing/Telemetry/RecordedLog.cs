using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Testing.Telemetry;

/// <summary>Log lines with the properties of the scopes around them.</summary>
public sealed class RecordedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<RecordedLine> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <summary>The lines so far.</summary>
    public IEnumerable<RecordedLine> Lines => _lines;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Logger(RecordedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = new Dictionary<string, string>();
            log._scopes.ForEachScope(
                (entries, all) =>
                {
                    foreach (var (name, value) in entries as IEnumerable<KeyValuePair<string, object?>> ?? [])
                        all[name] = $"{value}";
                },
                scope);
            log._lines.Enqueue(new RecordedLine(logLevel, formatter(state, exception), scope));
        }
    }
}

/// <summary>A log line.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Message">Its text.</param>
/// <param name="Scope">The properties of the scopes around it.</param>
public sealed record RecordedLine(LogLevel Level, string Message, IReadOnlyDictionary<string, string> Scope);
