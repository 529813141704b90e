using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Gateway.Tests.Hosting;

/// <summary>Keeps everything that a host logs, at every level, with what is said of exceptions and scopes.</summary>
internal sealed class HostLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new CategoryLog(categoryName, _lines);

    public void Clear() => _lines.Clear();

    public void Dispose()
    {
    }

    private sealed class CategoryLog(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"scope {category}: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                // Structured logs have the values apart from the text.
                lines.Enqueue($"{logLevel} {category}: {string.Join(' ', values.Where(v => v.Key != "{OriginalFormat}").Select(v => $"{v.Key}={v.Value}"))}");
            }
        }
    }
}
