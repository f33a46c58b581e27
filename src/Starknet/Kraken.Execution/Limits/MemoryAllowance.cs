using System;
using System.Threading;

namespace Kraken.Execution.Limits;

/// <summary>Memory that the executions of several budgets share. Safe for several threads.</summary>
/// <param name="maxCells">Cells of all of them together.</param>
public sealed class MemoryAllowance(long maxCells)
{
    private long used;

    /// <summary>Cells that all executions together may have.</summary>
    public long MaxCells { get; } = maxCells;

    /// <summary>Cells that they have now.</summary>
    public long UsedCells => Interlocked.Read(ref used);

    internal bool TryTake(long cells)
    {
        if (Interlocked.Add(ref used, cells) <= MaxCells)
        {
            return true;
        }

        Interlocked.Add(ref used, -cells);
        return false;
    }

    internal void Return(long cells)
    {
        if (Interlocked.Add(ref used, -cells) < 0)
        {
            throw new InvalidOperationException("more cells came back than were taken");
        }
    }
}
