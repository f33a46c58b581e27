using System;

namespace Kraken.Watcher.Ranges;

/// <summary>Reports on the thread that works, in order.</summary>
internal sealed class PlainProgress<T>(Action<T> write) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => write(value);
}
