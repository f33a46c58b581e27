using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Chain;

/// <summary>What a transaction did, call by call.</summary>
public sealed record TransactionTrace
{
    /// <summary>Tells which one of the block was traced.</summary>
    public Felt TransactionHash { get; init; }

    /// <summary>Its kind.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>The validation; null when it was skipped, or there is none.</summary>
    public FunctionInvocation? Validate { get; init; }

    /// <summary>
    /// The execution of an invoke, the constructor of a deploy-account, the handler of a message; null when it was reverted as a whole.
    /// </summary>
    public FunctionInvocation? Execute { get; init; }

    /// <summary>Why the execution was reverted; null when it was not.</summary>
    public string? RevertReason { get; init; }

    /// <summary>The fee transfer; null when no fee was charged.</summary>
    public FunctionInvocation? FeeTransfer { get; init; }

    /// <summary>What it changed; null where this is not kept.</summary>
    public StateDiff? StateDiff { get; init; }

    /// <summary>The gas it used.</summary>
    public required GasVector Gas { get; init; }
}
