using System;

namespace Kraken.Farm.Proving;

/// <summary>Reports on the thread that works, in order.</summary>
/// <typeparam name="T">What is reported.</typeparam>
/// <param name="write">Told of each.</param>
public sealed class PlainProgress<T>(Action<T> write) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => write(value);
}
