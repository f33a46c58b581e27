using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Execution;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Execution.Syscalls;
using Kraken.Execution.Transactions;
using Kraken.Sierra.ToIL;
using Kraken.State.Journal;

namespace Kraken.Execution.Calls;

/// <summary>What all calls of one phase (validation, execution, fee transfer) share.</summary>
internal sealed class CallContext
{
    private readonly BlockContext block;

    internal CallContext(
        BlockContext block,
        TransactionInfo transaction,
        JournaledState state,
        IClassSource classes,
        ExecutionMode mode,
        bool limitSteps,
        ulong gas,
        UsageMeter meter,
        ExecutionBudget? budget)
    {
        this.block = block;
        Transaction = transaction;
        State = state;
        Classes = classes;
        Mode = mode;
        Meter = meter;
        Budget = budget;
        Passed = new(budget);
        RevertGas = new(gas);
        Steps = new(MaxSteps(limitSteps));
    }

    internal BlockInfo Block => block.Block;

    internal ChainInfo Chain => block.Chain;

    internal VersionedConstants Constants => block.Constants;

    // Replaced for the time of a meta transaction.
    internal TransactionInfo Transaction { get; set; }

    // As the last call saw it that asked.
    internal ShownTransaction? Shown { get; set; }

    internal JournaledState State { get; }

    internal IClassSource Classes { get; }

    internal ExecutionMode Mode { get; }

    internal bool RecordsAnswers => block.RecordsAnswers;

    internal UsageMeter Meter { get; }

    // What the node can spend beside gas; null where gas alone counts.
    internal ExecutionBudget? Budget { get; }

    internal PassedFelts Passed { get; }

    internal RevertGas RevertGas { get; }

    // The steps that calls metered by steps may still make, all of them together.
    internal RunResources Steps { get; }

    internal int EventCount { get; set; }

    internal int MessageCount { get; set; }

    internal int Depth { get; set; }

    // The native calls that run, the outermost first; each call within needs a machine of its own.
    internal List<NativeMachine> NativeCalls { get; } = [];

    // A native call met something that only the virtual machine can do: it runs all that is left of the phase.
    internal bool IsNativeOff { get; set; }

    // The most that a step of the classes that ran since the outermost native call began takes on the virtual machine.
    internal long NativeCellsPerStep { get; set; }

    // What those classes paid for other things than steps.
    internal NativeSpending NativeSpending { get; } = new();

    // Before a call whose effects may have to be taken back, with all that the calls within it counted.
    internal PhaseMark Mark() => new(
        State.Checkpoint, EventCount, MessageCount, Meter.Counted, Passed.Passed, RevertGas.Remaining, Steps.RemainingSteps);

    internal void GoBack(PhaseMark mark)
    {
        State.RevertTo(mark.Checkpoint);
        EventCount = mark.Events;
        MessageCount = mark.Messages;
        Meter.Counted = mark.Counted;
        Passed.GoBack(mark.Passed);
        RevertGas.Remaining = mark.RevertGas;
        Steps.RemainingSteps = mark.Steps;
    }

    // Calls metered by steps may use no more than the phase's limit, nor than the L2 gas bound pays for.
    private long MaxSteps(bool limitSteps)
    {
        long limit = Mode == ExecutionMode.Validate ? Constants.ValidateMaxSteps : Constants.InvokeMaxSteps;
        return limitSteps && Transaction.IsCurrent
            ? (long)Math.Min((ulong)limit, Transaction.MaxAmounts.L2Gas / Constants.Gas.Step)
            : limit;
    }
}
