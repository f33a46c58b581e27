using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Kraken.State.Store;
using FeeEstimate = Kraken.Starknet.Chain.FeeEstimate;

namespace Kraken.Sequencer.Views;

/// <summary>Calls, estimates, simulations and traces on committed states. Safe for several threads.</summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles classes of simulated declares.</param>
public sealed class CallExecutor(ChainStore store, ChainRules rules, ClassRegistry classes, ClassCompiler compiler) : ICallExecutor
{
    /// <inheritdoc/>
    public CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(view);
        Felt[] calldata = ImmutableCollectionsMarshal.AsArray(call.Calldata) ?? [];
        ViewResult result = ViewCall.Execute(Context(view.Block), State(view.StateNumber), classes, call.ContractAddress, call.EntryPointSelector, calldata);
        return result.Status switch
        {
            ViewStatus.Success => new CallResult.Returned([.. result.Retdata]),
            ViewStatus.ContractNotFound => new CallResult.ContractNotFound(),
            ViewStatus.EntryPointNotFound => new CallResult.EntryPointNotFound(),
            _ => new CallResult.Failed(result.Error ?? "the call failed"),
        };
    }

    /// <inheritdoc/>
    public SimulationResult Simulate(ImmutableArray<SubmittedTransaction> transactions, StateView view, SimulationFlags flags, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(view);
        BlockContext context = Context(view.Block);
        JournaledState state = new(State(view.StateNumber));
        ClassOverlay overlay = new(classes);
        TransactionExecutor executor = new(context, overlay);
        ExecutionFlags how = new(
            ChargeFee: !flags.HasFlag(SimulationFlags.SkipFeeCharge), Validate: !flags.HasFlag(SimulationFlags.SkipValidate), StrictNonce: false);
        List<SimulatedTransaction> simulated = [];
        for (int index = 0; index < transactions.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            CompiledContract? contract = null;
            if (transactions[index].Class is { } sierra && !compiler.TryCompile(sierra, out contract, out string? reason))
            {
                return new SimulationResult.Rejected(index, $"the class does not compile: {reason}");
            }

            TransactionOutcome outcome = executor.Execute(new ExecutableTransaction(transactions[index].Transaction, contract), state, how);
            if (outcome is not ExecutedOutcome executed)
            {
                return new SimulationResult.Rejected(index, ((RejectedOutcome)outcome).Rejection.Message);
            }

            if (contract is not null)
            {
                overlay.Add(contract);
            }

            simulated.Add(new SimulatedTransaction(Traces.Of(transactions[index].Transaction, executed, rules.Constants), Estimate(context, executed)));
        }

        return new SimulationResult.Completed([.. simulated]);
    }

    /// <inheritdoc/>
    public MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation) =>
        new MessageEstimate.Failed("this chain takes no messages from L1 yet");

    /// <inheritdoc/>
    public ImmutableArray<TransactionTrace>? TraceBlock(ulong number, CancellationToken cancellation)
    {
        if (number == 0 || store.Block(number) is not { } block)
        {
            return number == 0 && store.LatestNumber is not null ? [] : null;
        }

        ulong buffer = rules.Constants.System.BlockHashBuffer;
        Felt? old = number >= buffer ? store.Header(number - buffer)!.Hash : null;
        ClassOverlay overlay = new(classes);
        BlockExecutor executor = new(Context(block.Header), store.StateAt(number - 1)!, classes, old);
        ImmutableArray<TransactionTrace>.Builder traces = ImmutableArray.CreateBuilder<TransactionTrace>(block.Transactions.Length);
        foreach (Transaction transaction in block.Transactions)
        {
            cancellation.ThrowIfCancellationRequested();
            CompiledContract? contract = null;
            if (transaction is DeclareTransaction declare && store.Sierra(declare.ClassHash) is { } sierra)
            {
                compiler.TryCompile(sierra, out contract, out _);
            }

            if (executor.Execute(new ExecutableTransaction(transaction, contract)) is not ExecutedOutcome executed)
            {
                return null;
            }

            traces.Add(Traces.Of(transaction, executed, rules.Constants));
        }

        return traces.MoveToImmutable();
    }

    private static FeeEstimate Estimate(BlockContext context, ExecutedOutcome outcome)
    {
        Execution.Transactions.FeeEstimate estimate = Execution.Transactions.FeeEstimate.Of(context, outcome);
        return new FeeEstimate(
            new Starknet.Receipts.GasConsumed(estimate.Gas.L1Gas, estimate.Gas.L1DataGas, estimate.Gas.L2Gas),
            estimate.Prices.L1Gas,
            estimate.Prices.L1DataGas,
            estimate.Prices.L2Gas,
            estimate.OverallFee);
    }

    private BlockContext Context(BlockHeader header) => new(
        new BlockInfo
        {
            Number = header.Number,
            Timestamp = header.Timestamp,
            Sequencer = header.SequencerAddress,
            GasPrices = header.GasPrices,
            DataAvailability = header.L1DataAvailability,
        },
        rules.Chain,
        rules.Constants);

    private IStateReader State(ulong number) => store.StateAt(number) ?? throw new ArgumentOutOfRangeException(nameof(number), number, "there is no such block");

    /// <summary>Classes that simulated transactions declare, over those of the chain.</summary>
    private sealed class ClassOverlay(IClassSource below) : IClassSource
    {
        private readonly Dictionary<Felt, RunnableClass> declared = [];

        public void Add(CompiledContract contract) => declared[contract.ClassHash] = contract.Runnable;

        public RunnableClass? Find(in Felt classHash) => declared.TryGetValue(classHash, out RunnableClass? found) ? found : below.Find(classHash);
    }
}
