using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>Answers with the recorded traces, and remembers what it was asked.</summary>
internal sealed class RecordedExecutor(RecordedChain chain) : ICallExecutor
{
    public CallResult NextCall { get; set; } = new CallResult.Returned([7, 8]);

    public SimulationResult? NextSimulation { get; set; }

    public bool Hangs { get; set; }

    public bool IsUntraceable { get; set; }

    public Exception? Fault { get; set; }

    public int Calls { get; private set; }

    public StateView? LastView { get; private set; }

    public InitialReads Reads { get; } = new()
    {
        Storage = [new(1, 2, 3)],
        Nonces = [new(4, 5)],
        ClassHashes = [new(6, 7)],
        Declarations = [new(8, true), new(9, false)],
    };

    public int Traced { get; private set; }

    public List<(ImmutableArray<SubmittedTransaction> Transactions, StateView View, SimulationFlags Flags)> Simulations { get; } = [];

    public CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation)
    {
        Calls++;
        LastView = view;
        if (Fault is not null)
        {
            throw Fault;
        }

        if (Hangs)
        {
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
        }

        return NextCall;
    }

    public SimulationResult Simulate(
        ImmutableArray<SubmittedTransaction> transactions,
        StateView view,
        SimulationFlags flags,
        CancellationToken cancellation)
    {
        Simulations.Add((transactions, view, flags));
        return NextSimulation ?? new SimulationResult.Completed(
            [
                .. transactions.Select((_, i) => new SimulatedTransaction(
                    TraceBlock((ulong)i + 5, cancellation)!.Traces[0], new(new(1, 2, 3), new(4, 5, 6), 7))),
            ],
            Reads);
    }

    public MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation) =>
        new MessageEstimate.ContractNotFound();

    public BlockTraces? TraceBlock(ulong number, CancellationToken cancellation)
    {
        Traced++;
        if (Fault is not null)
        {
            throw Fault;
        }

        return IsUntraceable ? null : new(number == 0 ? [] : [TraceOf(number)], Reads);
    }

    /// <summary>The transactions of the proposals that were traced.</summary>
    public List<int> TracedProposals { get; } = [];

    public BlockTraces? TraceProposal(PreConfirmedBlock proposal, CancellationToken cancellation)
    {
        TracedProposals.Add(proposal.Block.Transactions.Length);
        return new([.. proposal.Block.Transactions.Select((_, i) => TraceOf((ulong)i + 5))], Reads);
    }

    private TransactionTrace TraceOf(ulong number)
    {
        TransactionTrace? trace = null;
        Assert.True(JsonDecoding.TryDecode(
            chain.Steps[(int)number - 1].GetProperty("trace"),
            node => TraceJson.Read(node, chain.Blocks[(int)number].Transactions[0].Hash),
            out trace,
            out DecodeError? error), error?.ToString());
        return trace!;
    }
}
