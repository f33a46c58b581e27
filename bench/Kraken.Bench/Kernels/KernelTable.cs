using System.Collections.Generic;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace Kraken.Bench.Kernels;

/// <summary>Prints the table; no files are written.</summary>
internal sealed class KernelTable : IExporter
{
    /// <inheritdoc/>
    public string Name => nameof(KernelTable);

    /// <inheritdoc/>
    public void ExportToLog(Summary summary, ILogger logger) => MarkdownExporter.Console.ExportToLog(summary, logger);

    /// <inheritdoc/>
    public IEnumerable<string> ExportToFiles(Summary summary, ILogger consoleLogger)
    {
        ExportToLog(summary, ConsoleLogger.Ascii);
        return [];
    }
}
