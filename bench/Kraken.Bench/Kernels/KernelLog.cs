using System;
using BenchmarkDotNet.Loggers;

namespace Kraken.Bench.Kernels;

/// <summary>Passes on what went wrong; the table is printed when all is measured.</summary>
internal sealed class KernelLog : ILogger
{
    /// <inheritdoc/>
    public string Id => nameof(KernelLog);

    /// <inheritdoc/>
    public int Priority => 0;

    /// <inheritdoc/>
    public void Write(LogKind logKind, string text)
    {
        if (logKind == LogKind.Error)
        {
            Console.Error.Write(text);
        }
    }

    /// <inheritdoc/>
    public void WriteLine()
    {
    }

    /// <inheritdoc/>
    public void WriteLine(LogKind logKind, string text) => Write(logKind, text + Environment.NewLine);

    /// <inheritdoc/>
    public void Flush()
    {
    }
}
