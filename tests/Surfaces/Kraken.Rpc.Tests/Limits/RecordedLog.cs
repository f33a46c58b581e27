using System;
using System.Collections.Generic;
using Microsoft.Extensions.Logging;

namespace Kraken.Rpc.Tests.Limits;

/// <summary>Remembers what was logged.</summary>
internal sealed class RecordedLog : ILogger<RpcService>
{
    public List<(LogLevel Level, string Text, Exception? Exception)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, formatter(state, exception), exception));
}
