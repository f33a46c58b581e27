using System;
using System.Threading;
using Kraken.Execution.Errors;
using Kraken.Fields;
using Microsoft.Extensions.Logging;

namespace Kraken.Node;

/// <summary>
/// Writes the machine's faults into the log until it is disposed. A contract that meets one can be called any number of times: the first
/// faults are written whole, of the others every hundredth.
/// </summary>
internal sealed partial class MachineFaultLog : IDisposable
{
    private const long Whole = 20;
    private const long Every = 100;

    private readonly ILogger logger;
    private long seen;

    /// <summary>Begins.</summary>
    public MachineFaultLog(ILogger logger)
    {
        this.logger = logger;
        MachineFaults.Happened += Write;
    }

    /// <inheritdoc/>
    public void Dispose() => MachineFaults.Happened -= Write;

    private void Write(MachineFault fault)
    {
        long number = Interlocked.Increment(ref seen);
        if (number <= Whole || number % Every == 0)
        {
            LogFault(logger, fault.Exception, number, fault.ClassHash, fault.Selector);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "fault {Number} of the machine, in class {ClassHash} at entry point {Selector}: a defect of this program")]
    private static partial void LogFault(ILogger logger, Exception exception, long number, Felt classHash, Felt selector);
}
