using System.Collections.Immutable;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Blocks;

/// <summary>What executing a block gave.</summary>
public sealed record ExecutedBlock
{
    /// <summary>What was executed, in order.</summary>
    public required ImmutableArray<Transaction> Transactions { get; init; }

    /// <summary>One receipt per transaction, in the same order.</summary>
    public required ImmutableArray<TransactionReceipt> Receipts { get; init; }

    /// <summary>Their outcomes with all calls, for traces.</summary>
    public required ImmutableArray<ExecutedOutcome> Outcomes { get; init; }

    /// <summary>The state diff, sorted.</summary>
    public required StateDiff StateDiff { get; init; }

    /// <summary>What it takes of the limits of a block; all zero where it was executed without.</summary>
    public BlockWeights Weights { get; init; }

    /// <summary>The gas of all transactions.</summary>
    public required GasVector Gas { get; init; }
}
