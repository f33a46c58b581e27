using System.Collections.Immutable;

namespace Kraken.Starknet.Chain;

/// <summary>What a simulation gave; one of the nested records.</summary>
public abstract record SimulationResult
{
    private SimulationResult()
    {
    }

    /// <summary>Every transaction could run; a reverted one among them has a trace that says so.</summary>
    /// <param name="Transactions">One entry for each, in order.</param>
    /// <param name="Reads">What they read of the state before them.</param>
    public sealed record Completed(ImmutableArray<SimulatedTransaction> Transactions, InitialReads Reads) : SimulationResult;

    /// <summary>A transaction would be rejected; those after it did not run.</summary>
    /// <param name="Error">The reason, for people.</param>
    public sealed record Rejected(int TransactionIndex, string Error) : SimulationResult;
}
