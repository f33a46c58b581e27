using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Tests;

/// <summary>Answers with the recorded traces, and remembers what it was asked.</summary>
internal sealed class RecordedExecutor(RecordedChain chain) : ICallExecutor
{
    public CallResult NextCall { get; set; } = new CallResult.Returned([7, 8]);

    public SimulationResult? NextSimulation { get; set; }

    public bool Hangs { get; set; }

    public Exception? Fault { get; set; }

    public int Calls { get; private set; }

    public int Traced { get; private set; }

    public List<(ImmutableArray<SubmittedTransaction> Transactions, StateView View, SimulationFlags Flags)> Simulations { get; } = [];

    public CallResult Call(FunctionCall call, StateView view, CancellationToken cancellation)
    {
        Calls++;
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

    public SimulationResult Simulate(ImmutableArray<SubmittedTransaction> transactions, StateView view, SimulationFlags flags, CancellationToken cancellation)
    {
        Simulations.Add((transactions, view, flags));
        return NextSimulation ?? new SimulationResult.Completed(
            [.. transactions.Select((_, i) => new SimulatedTransaction(TraceBlock((ulong)i + 5, cancellation)!.Value[0], new(new(1, 2, 3), 4, 5, 6, 7)))]);
    }

    public MessageEstimate EstimateMessage(MessageFromL1 message, StateView view, CancellationToken cancellation) => new MessageEstimate.ContractNotFound();

    public ImmutableArray<TransactionTrace>? TraceBlock(ulong number, CancellationToken cancellation)
    {
        Traced++;
        return number == 0 ? [] : [TraceReader.Read(chain.Steps[(int)number - 1].GetProperty("trace"), chain.Blocks[(int)number].Transactions[0].Hash)];
    }
}
