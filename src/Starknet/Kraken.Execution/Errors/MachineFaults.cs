using System;
using System.Threading;
using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>
/// Faults of the machine that ended a call: defects of this program, never of the contract. The call is reverted with one fixed reason;
/// a host counts and logs the faults themselves.
/// </summary>
public static class MachineFaults
{
    internal const string Reason = "Internal error: the machine failed.";

    private static long count;

    /// <summary>Told each fault, on the thread that executes; handlers must not throw.</summary>
    public static event Action<MachineFault>? Happened;

    /// <summary>Faults since the start of the process.</summary>
    public static long Count => Interlocked.Read(ref count);

    internal static void Report(Exception fault, in Felt classHash, in Felt selector)
    {
        Interlocked.Increment(ref count);
        Happened?.Invoke(new MachineFault(classHash, selector, fault));
    }
}
