using System.Collections.Immutable;
using System.Threading;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Chain;

/// <summary>
/// Runs contracts without changing the chain. Safe for several threads. Each member is bounded by gas, time and memory, and throws a
/// <see cref="BudgetExceededException"/> beyond; the cancellation stops it within milliseconds, wherever it is. Where the node no longer
/// holds the state that a member runs on, it throws a <see cref="StateNotHeldException"/>.
/// </summary>
public interface ICallExecutor
{
    /// <summary>Calls an entry point.</summary>
    CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation);

    /// <summary>Runs transactions one after another on the state; query versions and their hashes are as the transactions say.</summary>
    SimulationResult Simulate(
        ImmutableArray<SubmittedTransaction> transactions, StateView view, SimulationFlags flags, CancellationToken cancellation);

    /// <summary>Estimates a message from L1.</summary>
    MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation);

    /// <summary>Runs a decided block again; null when the block is unknown or does not run as it did.</summary>
    BlockTraces? TraceBlock(ulong number, CancellationToken cancellation);

    /// <summary>Runs a proposal again, on the last decided block; null when it does not run as it did.</summary>
    BlockTraces? TraceProposal(PreConfirmedBlock proposal, CancellationToken cancellation);
}
