using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Tests;

/// <summary>The recorded executor, where tokens tell their name, and functions fail that a test lets fail.</summary>
internal sealed class TokenExecutor(RecordedExecutor inner) : ICallExecutor
{
    /// <summary>What functions return, by selector; what is not here is answered as recorded.</summary>
    public Dictionary<Felt, CallResult> Answers { get; } = new()
    {
        [Selector.FromName("name")] = new CallResult.Returned([Felt.FromShortString("Starknet Token")]),
        [Selector.FromName("symbol")] = new CallResult.Returned([Felt.FromShortString("STRK")]),
        [Selector.FromName("decimals")] = new CallResult.Returned([18]),
        [Selector.FromName("total_supply")] = new CallResult.Returned([0, 1 << 20]),
    };

    /// <summary>What was called last.</summary>
    public FunctionCall? Last { get; private set; }

    public CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation)
    {
        Last = call;
        return Answers.GetValueOrDefault(call.EntryPointSelector) ?? inner.Call(call, view, cancellation);
    }

    public SimulationResult Simulate(
        ImmutableArray<SubmittedTransaction> transactions, StateView view, SimulationFlags flags, CancellationToken cancellation) =>
        inner.Simulate(transactions, view, flags, cancellation);

    public MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation) =>
        inner.EstimateMessage(message, view, cancellation);

    public BlockTraces? TraceBlock(ulong number, CancellationToken cancellation) => inner.TraceBlock(number, cancellation);

    public BlockTraces? TraceProposal(PreConfirmedBlock proposal, CancellationToken cancellation) =>
        inner.TraceProposal(proposal, cancellation);
}
