using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Kraken.State.Store;

namespace Kraken.Sequencer.Views;

/// <summary>Calls, estimates, simulations and traces on committed states. Safe for several threads.</summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles classes of simulated declares.</param>
/// <param name="limits">What a request may take; null for the defaults.</param>
/// <param name="clock">Measures the time of requests; null for the system's clock.</param>
public sealed class CallExecutor(
    ChainStore store, ChainRules rules, ClassRegistry classes,
    ClassCompiler compiler, ViewLimits? limits = null, TimeProvider? clock = null)
    : ICallExecutor, IDisposable
{
    private readonly ViewLimits limits = limits ?? new ViewLimits();
    private readonly StatelessRules content = new(rules.Limits);
    private readonly MemoryAllowance memory = new((limits ?? new ViewLimits()).MaxTotalMemory / ExecutionBudget.BytesPerCell);

    // The compiler cannot be stopped in its middle, so that requests may occupy one thread with it and no more.
    private readonly SemaphoreSlim compiling = new(1);

    /// <summary>States of blocks that the store does not have: that of a block's number, or null. Null where there are none.</summary>
    public Func<ulong, IStateReader?>? OtherStates { get; init; }

    /// <summary>
    /// How a simulated transaction runs, unless the simulation's own flags leave out more: as it would if it were sent now, null for the
    /// protocol's way. Null where all run so.
    /// </summary>
    public Func<AccountTransaction, ExecutionFlags?>? RunsAs { get; init; }

    /// <summary>Bytes of memory that the requests which run now have taken.</summary>
    public long UsedMemory => memory.UsedCells * ExecutionBudget.BytesPerCell;

    /// <inheritdoc/>
    public void Dispose() => compiling.Dispose();

    /// <inheritdoc/>
    public CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(view);
        Felt[] calldata = ImmutableCollectionsMarshal.AsArray(call.Calldata) ?? [];
        ViewResult result = Bounded(
            limits.Time,
            budget => ViewCall.Execute(
                Context(view.Block), State(view), classes, call.ContractAddress, call.EntryPointSelector, calldata, limits.CallGas, budget),
            cancellation);
        return result.Status switch
        {
            ViewStatus.Success => new CallResult.Returned([.. result.Retdata]),
            ViewStatus.ContractNotFound => new CallResult.ContractNotFound(),
            ViewStatus.EntryPointNotFound => new CallResult.EntryPointNotFound(),
            _ => new CallResult.Failed(result.Error ?? "the call failed"),
        };
    }

    /// <inheritdoc/>
    public SimulationResult Simulate(
        ImmutableArray<SubmittedTransaction> transactions,
        StateView view,
        SimulationFlags flags,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(view);
        ImmutableArray<ExecutionFlags> how = [.. transactions.Select(transaction => FlagsOf(transaction.Transaction, flags))];
        for (int index = 0; index < transactions.Length; index++)
        {
            if (content.CheckSimulated(transactions[index], how[index].ChargeFee) is { } malformed)
            {
                return new SimulationResult.Rejected(index, malformed.Message);
            }
        }

        return Bounded(limits.Time, budget => Simulate(transactions, view, how, budget, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(view);
        return State(view).ClassHashAt(message.ToAddress).IsZero
            ? new MessageEstimate.ContractNotFound()
            : Bounded(limits.Time, budget => EstimateMessage(message, view, budget), cancellation);
    }

    /// <inheritdoc/>
    public BlockTraces? TraceBlock(ulong number, CancellationToken cancellation) =>
        number <= store.First || store.Block(number) is not { } block
            ? number == store.First && store.LatestNumber is not null ? new BlockTraces([], InitialReads.None) : null
            : Bounded(limits.TraceTime, budget => TraceBlock(block, hash => store.Sierra(hash), budget, cancellation), cancellation);

    /// <inheritdoc/>
    public BlockTraces? TraceProposal(PreConfirmedBlock proposal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return Bounded(
            limits.TraceTime,
            budget => TraceBlock(proposal.Block, hash => proposal.ClassOf(hash) ?? store.Sierra(hash), budget, cancellation),
            cancellation);
    }

    private MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, ExecutionBudget budget)
    {
        BlockContext context = Context(view.Block);
        L1HandlerTransaction handler = new()
        {
            ContractAddress = message.ToAddress,
            EntryPointSelector = message.EntryPointSelector,
            Calldata = [message.FromAddress, .. message.Payload],
            Nonce = Felt.Zero,
        };
        TransactionOutcome outcome = new TransactionExecutor(context, classes).Execute(
            new ExecutableTransaction(handler.WithHash(rules.Chain.ChainId)), new JournaledState(State(view)), null, budget);
        return outcome switch
        {
            RejectedOutcome rejected => new MessageEstimate.Failed(rejected.Rejection.Message),
            ExecutedOutcome { RevertReason: { } reason } => new MessageEstimate.Failed(reason),
            ExecutedOutcome executed => new MessageEstimate.Estimated(FeeEstimation.OfMessage(view.Block.GasPrices, executed.Gas)),
            _ => throw new UnreachableException(),
        };
    }

    private ExecutionFlags FlagsOf(AccountTransaction transaction, SimulationFlags flags)
    {
        ExecutionFlags sent = RunsAs?.Invoke(transaction) ?? new ExecutionFlags();
        return new ExecutionFlags(
            ChargeFee: sent.ChargeFee && !flags.HasFlag(SimulationFlags.SkipFeeCharge),
            Validate: sent.Validate && !flags.HasFlag(SimulationFlags.SkipValidate),
            StrictNonce: false);
    }

    private SimulationResult Simulate(
        ImmutableArray<SubmittedTransaction> transactions,
        StateView view,
        ImmutableArray<ExecutionFlags> how,
        ExecutionBudget budget,
        CancellationToken cancellation)
    {
        BlockContext context = Context(view.Block);
        RecordedReads reads = new(State(view), classes);
        JournaledState state = new(reads);
        ClassOverlay overlay = new(reads);
        TransactionExecutor executor = new(context, overlay);
        List<SimulatedTransaction> simulated = [];
        ulong gas = 0;
        for (int index = 0; index < transactions.Length; index++)
        {
            budget.Check();
            CompiledContract? contract = null;
            if (transactions[index].Class is { } sierra && !TryCompile(sierra, cancellation, out contract, out string? reason))
            {
                return new SimulationResult.Rejected(index, $"the class does not compile: {reason}");
            }

            TransactionOutcome outcome =
                executor.Execute(new ExecutableTransaction(transactions[index].Transaction, contract), state, how[index], budget);
            if (outcome is not ExecutedOutcome executed)
            {
                return new SimulationResult.Rejected(index, ((RejectedOutcome)outcome).Rejection.Message);
            }

            if (contract is not null)
            {
                overlay.Add(contract);
            }

            gas += executed.Gas.L2Gas;
            if (gas > limits.SimulationGas && index + 1 < transactions.Length)
            {
                throw new BudgetExceededException(
                    $"transactions 0 to {index} use {gas} L2 gas, transactions of one request may use {limits.SimulationGas} together");
            }

            simulated.Add(new SimulatedTransaction(
                Traces.Of(transactions[index].Transaction, executed, rules.Constants), FeeEstimation.Of(context, executed)));
        }

        return new SimulationResult.Completed([.. simulated], reads.Reads);
    }

    private BlockTraces? TraceBlock(
        Block block, Func<Felt, SierraClass?> classOf, ExecutionBudget budget, CancellationToken cancellation)
    {
        ulong parent = block.Header.Number - 1;
        RecordedReads reads = new(State(new StateView(parent, store.Header(parent)!)), classes);
        BlockRun run = new(Context(block.Header), reads, number => store.HashAt(number), classes);
        IEnumerable<ExecutableTransaction> transactions =
            block.Transactions.Select(transaction => Executable(transaction, classOf, cancellation));
        if (run.ExecuteAll(transactions, budget, cancellation) is not null)
        {
            return null;
        }

        ImmutableArray<TransactionTrace> traces =
            [.. block.Transactions.Zip(run.Outcomes, (transaction, outcome) => Traces.Of(transaction, outcome, rules.Constants))];
        return new BlockTraces(traces, reads.Reads);
    }

    private ExecutableTransaction Executable(
        Transaction transaction, Func<Felt, SierraClass?> classOf, CancellationToken cancellation)
    {
        CompiledContract? contract = null;
        if (transaction is DeclareTransaction declare && classOf(declare.ClassHash) is { } sierra)
        {
            TryCompile(sierra, cancellation, out contract, out _);
        }

        return new ExecutableTransaction(transaction, contract) { Flags = rules.RunsAs?.Invoke(transaction) };
    }

    private bool TryCompile(
        SierraClass sierra,
        CancellationToken cancellation,
        [NotNullWhen(true)] out CompiledContract? contract,
        [NotNullWhen(false)] out string? reason)
    {
        compiling.Wait(cancellation);
        try
        {
            return compiler.TryCompile(sierra, out contract, out reason);
        }
        finally
        {
            compiling.Release();
        }
    }

    private T Bounded<T>(TimeSpan time, Func<ExecutionBudget, T> run, CancellationToken cancellation)
    {
        using ExecutionBudget budget = new(time, limits.MaxMemory / ExecutionBudget.BytesPerCell, memory, clock, cancellation);
        try
        {
            return run(budget);
        }
        catch (ExecutionInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.Cancelled)
        {
            throw new OperationCanceledException(interrupted.Message, interrupted, cancellation);
        }
        catch (ExecutionInterruptedException interrupted)
        {
            throw new BudgetExceededException(interrupted.Message, interrupted);
        }
        catch (StateUnavailableException unread) when (unread.InnerException is StateNotHeldException)
        {
            // The state was dropped while the request ran on it.
            ExceptionDispatchInfo.Throw(unread.InnerException);
            throw;
        }
    }

    private BlockContext Context(BlockHeader header) => BlockContext.Of(header, rules.Chain, rules.Constants);

    private IStateReader State(StateView view)
    {
        IStateReader decided = OtherStates?.Invoke(view.StateNumber) ?? store.StateAt(view.StateNumber)
            ?? throw new ArgumentOutOfRangeException(nameof(view), view.StateNumber, "there is no such block");
        return view.Above is { } diff ? new DiffOverlay(decided, diff) : decided;
    }

    /// <summary>Classes that simulated transactions declare, over those of the chain.</summary>
    private sealed class ClassOverlay(IClassSource below) : IClassSource
    {
        private readonly Dictionary<Felt, RunnableClass> declared = [];

        public NativeClasses? Natives => below.Natives;

        public void Add(CompiledContract contract) => declared[contract.ClassHash] = contract.Runnable;

        public RunnableClass? Find(in Felt classHash) =>
            declared.TryGetValue(classHash, out RunnableClass? found) ? found : below.Find(classHash);
    }
}
