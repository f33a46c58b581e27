using System.Collections.Immutable;
using System.Threading;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Forking;

/// <summary>
/// Runs what runs on the chain; the traces of the forked network's blocks are the network's own, which tell no initial reads.
/// </summary>
/// <param name="own">Runs it.</param>
/// <param name="network">The blocks before the fork.</param>
internal sealed class ForkedExecutor(ICallExecutor own, ForkedBlocks network) : ICallExecutor
{
    /// <inheritdoc/>
    public CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation) => own.Call(call, view, cancellation);

    /// <inheritdoc/>
    public SimulationResult Simulate(
        ImmutableArray<SubmittedTransaction> transactions, StateView view, SimulationFlags flags, CancellationToken cancellation) =>
        own.Simulate(transactions, view, flags, cancellation);

    /// <inheritdoc/>
    public MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation) =>
        own.EstimateMessage(message, view, cancellation);

    /// <inheritdoc/>
    public BlockTraces? TraceBlock(ulong number, CancellationToken cancellation) =>
        number <= network.Last ? new(network.TracesAt(number), Reads: null) : own.TraceBlock(number, cancellation);

    /// <inheritdoc/>
    public BlockTraces? TraceProposal(PreConfirmedBlock proposal, CancellationToken cancellation) =>
        own.TraceProposal(proposal, cancellation);
}
