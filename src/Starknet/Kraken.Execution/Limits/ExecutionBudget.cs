using System;
using System.Threading;
using Kraken.Cairo.Vm.Execution;

namespace Kraken.Execution.Limits;

/// <summary>
/// What an execution may take beside its gas: patience, time and memory of the node, which differ from node to node and from run to run,
/// so that they never decide what a transaction does. Whoever passes a limit is stopped with an
/// <see cref="ExecutionInterruptedException"/>. One budget serves one thread at a time, for any number of executions one after another.
/// </summary>
public sealed class ExecutionBudget : IRunLimits, IDisposable
{
    /// <summary>Bytes of a memory cell, the unit of <see cref="UsedCells"/>.</summary>
    public const int BytesPerCell = 40;

    private readonly CancellationToken cancellation;
    private readonly TimeProvider clock;
    private readonly TimeSpan? time;
    private readonly long start;
    private readonly long maxCells;
    private readonly MemoryAllowance? shared;

    /// <summary>A budget whose time begins now.</summary>
    /// <param name="time">The time that all executions together may take; null for any.</param>
    /// <param name="maxCells">Cells that live at the same time: of the VM's memories, and of the felts in traces of calls.</param>
    /// <param name="shared">Memory shared with other budgets, which gets back what this one took when it is
    /// disposed; null for none.</param>
    /// <param name="clock">
    /// The clock; null for the system's. A <see cref="ThreadTimeProvider"/> times the one thread that makes and uses the budget.
    /// </param>
    /// <param name="cancellation">Nobody waits any longer.</param>
    public ExecutionBudget(
        TimeSpan? time = null,
        long maxCells = long.MaxValue,
        MemoryAllowance? shared = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxCells);
        this.cancellation = cancellation;
        this.clock = clock ?? TimeProvider.System;
        this.time = time;
        this.maxCells = maxCells;
        this.shared = shared;
        start = this.clock.GetTimestamp();
    }

    /// <summary>
    /// Whether what runs within it must fit on the virtual machine, whatever runs it here: other nodes have to agree that it does.
    /// </summary>
    public bool MustFitMachine { get; init; }

    /// <summary>Cells in use.</summary>
    public long UsedCells { get; private set; }

    /// <summary>The most cells that were in use at a time.</summary>
    public long PeakCells { get; private set; }

    internal long RemainingCells => maxCells - UsedCells;

    /// <summary>Stops the execution if nobody waits for it, or its time is over.</summary>
    /// <exception cref="ExecutionInterruptedException">It must stop.</exception>
    public void Check()
    {
        if (cancellation.IsCancellationRequested)
        {
            throw new ExecutionInterruptedException(InterruptionKind.Cancelled, "the execution was cancelled");
        }

        if (time is { } limit && clock.GetElapsedTime(start) >= limit)
        {
            throw new ExecutionInterruptedException(
                InterruptionKind.OutOfTime, FormattableString.Invariant($"the execution took longer than {limit.TotalMilliseconds} ms"));
        }
    }

    /// <inheritdoc/>
    public void Allocate(long cells)
    {
        if (cells > maxCells - UsedCells)
        {
            throw OutOfMemory($"more than {maxCells} memory cells of {BytesPerCell} bytes");
        }

        if (shared?.TryTake(cells) == false)
        {
            throw OutOfMemory($"more memory than others leave of {shared.MaxCells} cells of {BytesPerCell} bytes");
        }

        UsedCells += cells;
        PeakCells = Math.Max(PeakCells, UsedCells);
    }

    /// <inheritdoc/>
    public void Free(long cells)
    {
        UsedCells -= cells;
        shared?.Return(cells);
    }

    /// <summary>
    /// Takes on a run that another budget counted, as if this one had; false, and nothing taken, where this one would have stopped it.
    /// </summary>
    /// <param name="run">The other budget, of this run alone.</param>
    internal bool TryTakeOn(ExecutionBudget run)
    {
        bool fits = !MustFitMachine || (run.MustFitMachine && run.maxCells <= RemainingCells);
        if (!fits || run.PeakCells > RemainingCells || shared?.TryTake(run.PeakCells) == false)
        {
            return false;
        }

        PeakCells = Math.Max(PeakCells, UsedCells + run.PeakCells);
        UsedCells += run.UsedCells;
        shared?.Return(run.PeakCells - run.UsedCells);
        return true;
    }

    /// <summary>Gives shared memory back. What was executed must not be used any longer.</summary>
    public void Dispose() => Free(UsedCells);

    private static ExecutionInterruptedException OutOfMemory(string what) =>
        new(InterruptionKind.OutOfMemory, $"the execution wants {what}");
}
